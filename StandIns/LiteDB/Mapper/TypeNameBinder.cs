namespace LiteDB;

/// <summary>How a document says what it is when its declared type does not.</summary>
public interface ITypeNameBinder
{
    string GetName(Type type);

    Type GetType(string name);
}

/// <summary>Names types as <c>Namespace.Type, Assembly</c>.</summary>
public class DefaultTypeNameBinder : ITypeNameBinder
{
    private DefaultTypeNameBinder()
    {
    }

    public static DefaultTypeNameBinder Instance { get; } = new();

    public string GetName(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return $"{type.FullName}, {type.Assembly.GetName().Name}";
    }

    public Type GetType(string name) => Type.GetType(name);
}
