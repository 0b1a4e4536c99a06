using System.Reflection;
using System.Reflection.Metadata;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>A visible type while its members are read.</summary>
/// <param name="Name">Qualified, with type parameters.</param>
/// <param name="SimpleName">Without the types around it and without parameters: the name of its constructors.</param>
/// <param name="Id">Its documentation identifier without the prefix.</param>
/// <param name="NullableContext">What annotations are when nothing else is said.</param>
internal sealed record ApiType(
    TypeDefinition Definition, string Name, string SimpleName, string Id, ApiTypeKind Kind, IReadOnlyList<string> Parameters, byte NullableContext,
    AttributeSet Attributes)
{
    public bool IsInterface => Kind == ApiTypeKind.Interface;

    public bool IsStatic => Definition.Attributes.HasFlag(TypeAttributes.Abstract | TypeAttributes.Sealed);

    public bool IsSealed => Definition.Attributes.HasFlag(TypeAttributes.Sealed);
}

internal enum ApiTypeKind
{
    Class,
    Record,
    Struct,
    RecordStruct,
    Interface,
    Enum,
    Delegate,
}
