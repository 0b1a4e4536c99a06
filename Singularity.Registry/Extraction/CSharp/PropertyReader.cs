using System.Reflection.Metadata;
using System.Text;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Declares properties, indexers and events.</summary>
internal static class PropertyReader
{
    private const string Init = "System.Runtime.CompilerServices.IsExternalInit";

    /// <summary>Null for what is not part of the API.</summary>
    public static ApiSymbol? Read(AssemblyMetadata assembly, ApiType type, PropertyDefinition property)
    {
        var accessors = property.GetAccessors();
        var getter = Visible(assembly, type, accessors.Getter);
        var setter = Visible(assembly, type, accessors.Setter);
        var attributes = assembly.Attributes(property.GetCustomAttributes());
        var name = assembly.Text(property.Name);
        if ((getter ?? setter) is not { } leading || attributes.IsHidden || !TypeNames.IsSpeakable(name) || IsOfRecord(type, name))
        {
            return null;
        }

        // The property is as visible as its most visible accessor.
        leading = setter is { } other && Rank(other.Access) > Rank(leading.Access) ? other : leading;
        var scope = new GenericScope(type.Parameters, []);
        assembly.Provider.Begin(assembly.Reader, property.Signature);
        var signature = property.DecodeSignature(assembly.Provider, scope);
        var isIndexer = signature.ParameterTypes.Length > 0;
        var text = new StringBuilder();
        foreach (var line in attributes.Lines)
        {
            text.Append(line).Append('\n');
        }

        text.Append(MemberModifiers.Write(leading.Access, leading.Method.Attributes, type))
            .Append(attributes.IsRequired ? "required " : "")
            .Append(ParameterText.Returned(signature.ReturnType, attributes, type.NullableContext))
            .Append(' ')
            .Append(isIndexer ? "this" : TypeNames.Escape(name));
        if (isIndexer)
        {
            var context = assembly.Attributes(leading.Method.GetCustomAttributes()).NullableContext ?? type.NullableContext;
            text.Append('[')
                .Append(ParameterText.List(assembly, leading.Method, signature.ParameterTypes, signature.ParameterTypes.Length, isExtension: false, context))
                .Append(']');
        }

        text.Append(" { ").Append(Accessor(getter, "get; ", leading.Access))
            .Append(Accessor(setter, setter is { } s && IsInit(assembly, s.Method, scope) ? "init; " : "set; ", leading.Access)).Append('}');
        var id = new StringBuilder("P:").Append(type.Id).Append('.').Append(name);
        AppendParameters(id, signature.ParameterTypes);
        return new ApiSymbol($"{type.Name}.{(isIndexer ? "this[]" : name)}", text.ToString(), id.ToString(), IsType: false);
    }

    /// <inheritdoc cref="Read(AssemblyMetadata, ApiType, PropertyDefinition)"/>
    public static ApiSymbol? Read(AssemblyMetadata assembly, ApiType type, EventDefinition declared)
    {
        var attributes = assembly.Attributes(declared.GetCustomAttributes());
        var name = assembly.Text(declared.Name);
        if (Visible(assembly, type, declared.GetAccessors().Adder) is not { } adder || attributes.IsHidden || !TypeNames.IsSpeakable(name))
        {
            return null;
        }

        var handler = assembly.Provider.Resolve(assembly.Reader, declared.Type, new GenericScope(type.Parameters, []));
        var text = new StringBuilder();
        foreach (var line in attributes.Lines)
        {
            text.Append(line).Append('\n');
        }

        text.Append(MemberModifiers.Write(adder.Access, adder.Method.Attributes, type)).Append("event ")
            .Append(TypeText.Write(handler, attributes, type.NullableContext)).Append(' ').Append(TypeNames.Escape(name)).Append(';');
        return new ApiSymbol($"{type.Name}.{name}", text.ToString(), $"E:{type.Id}.{name}", IsType: false);
    }

    /// <summary>The parameters as documentation identifiers list them.</summary>
    public static void AppendParameters(StringBuilder id, IReadOnlyList<TypeNode> types)
    {
        for (var i = 0; i < types.Count; i++)
        {
            id.Append(i == 0 ? '(' : ',');
            TypeNames.AppendId(id, types[i]);
        }

        id.Append(types.Count > 0 ? ")" : "");
    }

    private static (MethodDefinition Method, string Access)? Visible(AssemblyMetadata assembly, ApiType type, MethodDefinitionHandle handle)
    {
        if (handle.IsNil)
        {
            return null;
        }

        var method = assembly.Reader.GetMethodDefinition(handle);
        return MemberModifiers.Access(method.Attributes, type) is { } access ? (method, access) : null;
    }

    private static string Accessor((MethodDefinition Method, string Access)? accessor, string text, string access) =>
        accessor is null ? "" : accessor.Value.Access == access ? text : $"{accessor.Value.Access} {text}";

    private static bool IsInit(AssemblyMetadata assembly, MethodDefinition setter, GenericScope scope)
    {
        assembly.Provider.Begin(assembly.Reader, setter.Signature);
        setter.DecodeSignature(assembly.Provider, scope).ReturnType.Strip(Init, out var found);
        return found;
    }

    private static bool IsOfRecord(ApiType type, string name) => type.Kind == ApiTypeKind.Record && name == "EqualityContract";

    private static int Rank(string access) => access switch
    {
        "public" => 2,
        "protected internal" => 1,
        _ => 0,
    };
}
