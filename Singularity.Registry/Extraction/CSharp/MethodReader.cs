using System.Reflection;
using System.Reflection.Metadata;
using System.Text;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Declares methods, constructors and operators.</summary>
internal static class MethodReader
{
    /// <summary>Every type has these; that one overrides them says nothing about how to use it.</summary>
    private static readonly string[] OfEveryObject = ["Equals", "GetHashCode", "ToString", "Finalize"];

    /// <summary>Null for what is not part of the API.</summary>
    public static ApiSymbol? Read(AssemblyMetadata assembly, ApiType type, MethodDefinition method)
    {
        if (MemberModifiers.Access(method.Attributes, type) is not { } access)
        {
            return null;
        }

        var name = assembly.Text(method.Name);
        var isConstructor = name == ".ctor";
        var overrides = method.Attributes.HasFlag(MethodAttributes.Virtual) && !method.Attributes.HasFlag(MethodAttributes.NewSlot);
        if ((!isConstructor && !TypeNames.IsSpeakable(name)) || (overrides && OfEveryObject.Contains(name, StringComparer.Ordinal)))
        {
            return null;
        }

        var attributes = assembly.Attributes(method.GetCustomAttributes());
        if (attributes.IsHidden)
        {
            return null;
        }

        var scope = new GenericScope(type.Parameters, assembly.Parameters(method.GetGenericParameters()));
        var context = attributes.NullableContext ?? type.NullableContext;
        assembly.Provider.Begin(assembly.Reader, method.Signature);
        var signature = method.DecodeSignature(assembly.Provider, scope);
        var head = new StringBuilder();
        foreach (var line in attributes.Lines)
        {
            head.Append(line).Append('\n');
        }

        head.Append(MemberModifiers.Write(access, method.Attributes, type));
        var display = AppendName(head, assembly, method, name, signature.ReturnType, type, context);
        head.Append('(')
            .Append(ParameterText.List(assembly, method, signature.ParameterTypes, signature.ParameterTypes.Length, attributes.IsExtension, context))
            .Append(')')
            .Append(overrides ? "" : GenericText.Constraints(assembly, method.GetGenericParameters(), 0, scope, context))
            .Append(';');
        return new ApiSymbol($"{type.Name}.{display}", head.ToString(), Id(type, name, scope.OfMethod.Count, signature), IsType: false);
    }

    /// <summary>A delegate type's own declaration is that of its Invoke.</summary>
    /// <param name="name">With type parameters.</param>
    public static string Delegate(AssemblyMetadata assembly, ApiType type, string name)
    {
        foreach (var handle in type.Definition.GetMethods())
        {
            var method = assembly.Reader.GetMethodDefinition(handle);
            if (assembly.Reader.StringComparer.Equals(method.Name, "Invoke"))
            {
                var context = assembly.Attributes(method.GetCustomAttributes()).NullableContext ?? type.NullableContext;
                assembly.Provider.Begin(assembly.Reader, method.Signature);
                var signature = method.DecodeSignature(assembly.Provider, new GenericScope(type.Parameters, []));
                return $"delegate {ParameterText.Return(assembly, method, signature.ReturnType, context)} {name}("
                    + $"{ParameterText.List(assembly, method, signature.ParameterTypes, signature.ParameterTypes.Length, isExtension: false, context)})";
            }
        }

        throw new MetadataException("A delegate cannot be invoked.");
    }

    /// <returns>The name as part of a symbol.</returns>
    private static string AppendName(
        StringBuilder head, AssemblyMetadata assembly, MethodDefinition method, string name, TypeNode returned, ApiType type, byte context)
    {
        if (name == ".ctor")
        {
            head.Append(type.SimpleName);
            return type.SimpleName;
        }

        var result = ParameterText.Return(assembly, method, returned, context);
        if (OperatorNames.Conversion(name) is var (before, after))
        {
            head.Append(before).Append(" operator ").Append(after).Append(result);
            return $"{before} operator {after}{result}";
        }

        if (OperatorNames.Symbol(name) is { } symbol)
        {
            head.Append(result).Append(" operator ").Append(symbol);
            return $"operator {symbol}";
        }

        head.Append(result).Append(' ').Append(TypeNames.Escape(name)).Append(GenericText.List(assembly, method.GetGenericParameters(), 0));
        return name;
    }

    private static string Id(ApiType type, string name, int arity, MethodSignature<TypeNode> signature)
    {
        var id = new StringBuilder("M:").Append(type.Id).Append('.').Append(name == ".ctor" ? "#ctor" : name).Append(arity > 0 ? $"``{arity}" : "");
        PropertyReader.AppendParameters(id, signature.ParameterTypes);
        if (OperatorNames.Conversion(name) is not null)
        {
            id.Append('~');
            TypeNames.AppendId(id, signature.ReturnType);
        }

        return id.ToString();
    }
}
