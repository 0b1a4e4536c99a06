using System.Reflection;
using System.Reflection.Metadata;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>An assembly's metadata with what is needed to read them safely.</summary>
internal sealed class AssemblyMetadata
{
    /// <summary>Types around a type.</summary>
    private const int MaxNesting = 16;

    /// <summary>Generic parameters of one type or method.</summary>
    private const int MaxParameters = 64;

    private readonly Dictionary<TypeDefinitionHandle, ApiType?> _types = [];
    private readonly AttributeReader _attributes;

    public AssemblyMetadata(MetadataReader reader, ReadingBudget budget)
    {
        (Reader, Budget) = (reader, budget);
        Provider = new TypeNodeProvider(budget);
        _attributes = new AttributeReader(reader, budget);
    }

    public MetadataReader Reader { get; }

    public ReadingBudget Budget { get; }

    public TypeNodeProvider Provider { get; }

    public AttributeSet Attributes(CustomAttributeHandleCollection handles) => _attributes.Read(handles);

    public string Text(StringHandle handle) => Budget.Text(Reader, handle);

    public string[] Parameters(GenericParameterHandleCollection handles)
    {
        if (handles.Count > MaxParameters)
        {
            throw new MetadataException("A declaration has too many type parameters.");
        }

        var names = handles.Select(h => Text(Reader.GetGenericParameter(h).Name)).ToArray();
        return Array.TrueForAll(names, TypeNames.IsSpeakable) ? names : throw new MetadataException("A type parameter has no name.");
    }

    /// <summary>The type when code outside of the assembly can name it, otherwise null.</summary>
    public ApiType? Type(TypeDefinitionHandle handle, int depth = 0)
    {
        if (_types.TryGetValue(handle, out var known))
        {
            return known;
        }

        if (depth > MaxNesting)
        {
            throw new MetadataException("Types are nested too deep.");
        }

        return _types[handle] = ReadType(handle, depth);
    }

    private ApiType? ReadType(TypeDefinitionHandle handle, int depth)
    {
        Budget.Spend();
        var definition = Reader.GetTypeDefinition(handle);
        var outerHandle = definition.GetDeclaringType();
        var visible = (definition.Attributes & TypeAttributes.VisibilityMask) is
            TypeAttributes.Public or TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem;
        var name = visible ? Text(definition.Name) : "";
        if (!TypeNames.IsSpeakable(name) || (!outerHandle.IsNil && Type(outerHandle, depth + 1) is null))
        {
            return null;
        }

        var attributes = Attributes(definition.GetCustomAttributes());
        if (attributes.IsHidden)
        {
            return null;
        }

        var outer = outerHandle.IsNil ? null : Type(outerHandle, depth + 1);
        var parameters = Parameters(definition.GetGenericParameters());
        var own = parameters.Skip(outer?.Parameters.Count ?? 0).ToArray();
        var simple = TypeNames.WithoutArity(name, out _);
        var display = TypeNames.Escape(simple) + (own.Length > 0 ? $"<{string.Join(", ", own)}>" : "");
        var space = outer is null ? Text(definition.Namespace) : "";
        return new ApiType(
            definition,
            outer is not null ? $"{outer.Name}.{display}" : space.Length > 0 ? $"{space}.{display}" : display,
            simple,
            outer is not null ? $"{outer.Id}.{name}" : space.Length > 0 ? $"{space}.{name}" : name,
            KindOf(definition, attributes),
            parameters,
            attributes.NullableContext ?? outer?.NullableContext ?? 0,
            attributes);
    }

    private ApiTypeKind KindOf(TypeDefinition definition, AttributeSet attributes)
    {
        if (definition.Attributes.HasFlag(TypeAttributes.Interface))
        {
            return ApiTypeKind.Interface;
        }

        var parent = definition.BaseType.IsNil ? null : Provider.Resolve(Reader, definition.BaseType, new GenericScope([], [])) as TypeNode.Named;
        return parent switch
        {
            { Namespace: "System", Path: ["Enum"] } => ApiTypeKind.Enum,
            { Namespace: "System", Path: ["MulticastDelegate"] } => ApiTypeKind.Delegate,
            { Namespace: "System", Path: ["ValueType"] } => !attributes.IsByRefLike && HasMethod(definition, "PrintMembers") ? ApiTypeKind.RecordStruct : ApiTypeKind.Struct,
            _ => HasMethod(definition, "<Clone>$") ? ApiTypeKind.Record : ApiTypeKind.Class,
        };
    }

    private bool HasMethod(TypeDefinition definition, string name)
    {
        foreach (var handle in definition.GetMethods())
        {
            Budget.Spend();
            if (Reader.StringComparer.Equals(Reader.GetMethodDefinition(handle).Name, name))
            {
                return true;
            }
        }

        return false;
    }
}
