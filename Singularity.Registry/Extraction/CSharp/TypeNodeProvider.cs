using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Builds <see cref="TypeNode"/> trees. References between type specifications may go in circles in hostile metadata, so their depth is bounded.</summary>
internal sealed class TypeNodeProvider(ReadingBudget budget) : ISignatureTypeProvider<TypeNode, GenericScope>
{
    private const int MaxDepth = 16;

    /// <summary>In bytes. A signature nests at most as deep as it has bytes, and the decoder recurses; real ones have a few dozen.</summary>
    private const int MaxSignature = 1024;

    /// <summary>Named types in one signature. Specifications that name others twice each would grow without end.</summary>
    private const int MaxNames = 1024;

    private const byte ValueType = 0x11;

    private int _depth;
    private int _names;

    /// <summary>To be called before a signature is decoded.</summary>
    /// <exception cref="MetadataException">The signature is longer than any real one.</exception>
    public void Begin(MetadataReader reader, BlobHandle signature)
    {
        _names = 0;
        Check(reader, signature);
    }

    /// <summary>The type behind a definition, reference or specification.</summary>
    public TypeNode Resolve(MetadataReader reader, EntityHandle handle, GenericScope scope)
    {
        _names = 0;
        return handle.Kind switch
        {
            HandleKind.TypeDefinition => GetTypeFromDefinition(reader, (TypeDefinitionHandle)handle, 0),
            HandleKind.TypeReference => GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0),
            HandleKind.TypeSpecification => GetTypeFromSpecification(reader, scope, (TypeSpecificationHandle)handle, 0),
            _ => throw new MetadataException("A type is neither defined nor referenced."),
        };
    }

    public TypeNode GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        CountName();
        var path = new List<string>();
        var definition = reader.GetTypeDefinition(handle);
        path.Add(budget.Text(reader, definition.Name));
        while (definition.GetDeclaringType() is { IsNil: false } outer)
        {
            Bound(path.Count);
            definition = reader.GetTypeDefinition(outer);
            path.Insert(0, budget.Text(reader, definition.Name));
        }

        return new TypeNode.Named(budget.Text(reader, definition.Namespace), path, rawTypeKind == ValueType, []);
    }

    public TypeNode GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        CountName();
        var path = new List<string>();
        var reference = reader.GetTypeReference(handle);
        path.Add(budget.Text(reader, reference.Name));
        while (reference.ResolutionScope is { IsNil: false, Kind: HandleKind.TypeReference } outer)
        {
            Bound(path.Count);
            reference = reader.GetTypeReference((TypeReferenceHandle)outer);
            path.Insert(0, budget.Text(reader, reference.Name));
        }

        var space = budget.Text(reader, reference.Namespace);
        return space == "System" && path is ["Decimal"]
            ? new TypeNode.Primitive("decimal", "Decimal", IsReference: false)
            : new TypeNode.Named(space, path, rawTypeKind == ValueType, []);
    }

    public TypeNode GetTypeFromSpecification(MetadataReader reader, GenericScope genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
    {
        CountName();
        Bound(_depth);
        _depth++;
        try
        {
            var specification = reader.GetTypeSpecification(handle);
            Check(reader, specification.Signature);
            return specification.DecodeSignature(this, genericContext);
        }
        finally
        {
            _depth--;
        }
    }

    public TypeNode GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode switch
    {
        PrimitiveTypeCode.Boolean => new TypeNode.Primitive("bool", "Boolean", false),
        PrimitiveTypeCode.Byte => new TypeNode.Primitive("byte", "Byte", false),
        PrimitiveTypeCode.SByte => new TypeNode.Primitive("sbyte", "SByte", false),
        PrimitiveTypeCode.Char => new TypeNode.Primitive("char", "Char", false),
        PrimitiveTypeCode.Int16 => new TypeNode.Primitive("short", "Int16", false),
        PrimitiveTypeCode.UInt16 => new TypeNode.Primitive("ushort", "UInt16", false),
        PrimitiveTypeCode.Int32 => new TypeNode.Primitive("int", "Int32", false),
        PrimitiveTypeCode.UInt32 => new TypeNode.Primitive("uint", "UInt32", false),
        PrimitiveTypeCode.Int64 => new TypeNode.Primitive("long", "Int64", false),
        PrimitiveTypeCode.UInt64 => new TypeNode.Primitive("ulong", "UInt64", false),
        PrimitiveTypeCode.Single => new TypeNode.Primitive("float", "Single", false),
        PrimitiveTypeCode.Double => new TypeNode.Primitive("double", "Double", false),
        PrimitiveTypeCode.IntPtr => new TypeNode.Primitive("nint", "IntPtr", false),
        PrimitiveTypeCode.UIntPtr => new TypeNode.Primitive("nuint", "UIntPtr", false),
        PrimitiveTypeCode.String => new TypeNode.Primitive("string", "String", true),
        PrimitiveTypeCode.Object => new TypeNode.Primitive("object", "Object", true),
        PrimitiveTypeCode.Void => new TypeNode.Primitive("void", "Void", false),
        PrimitiveTypeCode.TypedReference => new TypeNode.Primitive("TypedReference", "TypedReference", false),
        _ => throw new MetadataException("A primitive type is unknown."),
    };

    public TypeNode GetGenericInstantiation(TypeNode genericType, ImmutableArray<TypeNode> typeArguments) => genericType is TypeNode.Named named
        ? named with { Arguments = typeArguments }
        : throw new MetadataException("A generic type has no name.");

    public TypeNode GetGenericTypeParameter(GenericScope genericContext, int index) =>
        new TypeNode.Parameter(index < genericContext.OfType.Count ? genericContext.OfType[index] : $"T{index}", index, OfMethod: false);

    public TypeNode GetGenericMethodParameter(GenericScope genericContext, int index) =>
        new TypeNode.Parameter(index < genericContext.OfMethod.Count ? genericContext.OfMethod[index] : $"M{index}", index, OfMethod: true);

    public TypeNode GetArrayType(TypeNode elementType, ArrayShape shape) => new TypeNode.Array(elementType, shape.Rank is > 0 and <= 32
        ? shape.Rank
        : throw new MetadataException("An array has an impossible rank."));

    public TypeNode GetSZArrayType(TypeNode elementType) => new TypeNode.Array(elementType, 1);

    public TypeNode GetByReferenceType(TypeNode elementType) => new TypeNode.ByReference(elementType);

    public TypeNode GetPointerType(TypeNode elementType) => new TypeNode.Pointer(elementType);

    public TypeNode GetPinnedType(TypeNode elementType) => elementType;

    public TypeNode GetFunctionPointerType(MethodSignature<TypeNode> signature) => new TypeNode.FunctionPointer(signature.ParameterTypes, signature.ReturnType);

    public TypeNode GetModifiedType(TypeNode modifier, TypeNode unmodifiedType, bool isRequired) =>
        new TypeNode.Modified(unmodifiedType, modifier is TypeNode.Named named ? $"{named.Namespace}.{named.Path[^1]}" : "");

    private static void Check(MetadataReader reader, BlobHandle signature)
    {
        if (reader.GetBlobReader(signature).Length > MaxSignature)
        {
            throw new MetadataException("A signature is too long.");
        }
    }

    private void CountName()
    {
        if (++_names > MaxNames)
        {
            throw new MetadataException("A signature names too many types.");
        }
    }

    private static void Bound(int depth)
    {
        if (depth >= MaxDepth)
        {
            throw new MetadataException("Types are nested too deep.");
        }
    }
}
