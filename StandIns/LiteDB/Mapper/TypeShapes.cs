using System.Collections;

namespace LiteDB;

/// <summary>What a type is to the mapper: a list of what, and how an empty one is made.</summary>
internal static class TypeShapes
{
    public static bool IsEnumerable(Type type) =>
        type == typeof(IEnumerable) || type.IsArray || (type != typeof(string) && type.GetInterfaces().Any(IsSequence));

    public static Type ItemOf(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }

        var sequence = IsSequence(type) ? type : Array.Find(type.GetInterfaces(), IsSequence);
        return sequence?.GetGenericArguments()[0] ?? typeof(object);
    }

    /// <summary>Makes an empty instance; the collection interfaces get the usual collections.</summary>
    public static object Create(Type type)
    {
        try
        {
            return Activator.CreateInstance(type.IsInterface ? Implementation(type) : type);
        }
        catch (Exception exception) when (exception is MissingMethodException or MemberAccessException or System.Reflection.TargetInvocationException)
        {
            throw LiteErrors.InvalidCtor(type, exception);
        }
    }

    private static bool IsSequence(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>);

    private static Type Implementation(Type type)
    {
        var arguments = type.GetGenericArguments();
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return definition == typeof(ISet<>) ? typeof(HashSet<>).MakeGenericType(arguments)
            : definition == typeof(IDictionary<,>) ? typeof(Dictionary<,>).MakeGenericType(arguments)
            : arguments.Length == 1 && typeof(IEnumerable).IsAssignableFrom(type) ? typeof(List<>).MakeGenericType(arguments)
            : throw LiteErrors.InvalidCtor(type, null);
    }
}
