using System.Reflection.Metadata;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Reads the attributes that matter from their bytes, without resolving the types that declare them.</summary>
internal sealed class AttributeReader(MetadataReader reader, ReadingBudget budget)
{
    private const string Compiler = "System.Runtime.CompilerServices";

    /// <summary>More flags or names than any real type has.</summary>
    private const int MaxElements = 4096;

    private readonly Dictionary<EntityHandle, string> _names = [];

    /// <exception cref="MetadataException">An attribute is not what its type says.</exception>
    public AttributeSet Read(CustomAttributeHandleCollection handles)
    {
        if (handles.Count == 0)
        {
            return AttributeSet.Empty;
        }

        var set = new AttributeSet();
        foreach (var handle in handles)
        {
            var attribute = reader.GetCustomAttribute(handle);
            var value = reader.GetBlobReader(attribute.Value);
            budget.SpendOn(value.Length);
            if (value.Length >= 2 && value.ReadUInt16() == 1)
            {
                Apply(set, NameOf(attribute.Constructor), value);
            }
        }

        return set;
    }

    private static void Apply(AttributeSet set, string name, BlobReader value)
    {
        switch (name)
        {
            case Compiler + ".NullableAttribute":
                // One byte, or an array of them: a length of four bytes before and always two bytes of named arguments after.
                set.Nullable = value.RemainingBytes == 3 ? [value.ReadByte()] : value.ReadBytes(Count(ref value));
                break;
            case Compiler + ".NullableContextAttribute":
                set.NullableContext = value.ReadByte();
                break;
            case Compiler + ".TupleElementNamesAttribute":
                set.TupleNames = [.. ReadTexts(value)];
                break;
            case Compiler + ".DynamicAttribute":
                set.IsDynamic = true;
                break;
            case Compiler + ".CompilerGeneratedAttribute":
                set.IsHidden = true;
                break;
            case Compiler + ".IsReadOnlyAttribute":
                set.IsReadOnly = true;
                break;
            case Compiler + ".IsByRefLikeAttribute":
                set.IsByRefLike = true;
                break;
            case Compiler + ".ExtensionAttribute":
                set.IsExtension = true;
                break;
            case Compiler + ".RequiredMemberAttribute":
                set.IsRequired = true;
                break;
            case Compiler + ".IsUnmanagedAttribute":
                set.IsUnmanaged = true;
                break;
            case Compiler + ".RequiresLocationAttribute":
                set.RequiresLocation = true;
                break;
            case Compiler + ".ParamCollectionAttribute" or "System.ParamArrayAttribute":
                set.IsParams = true;
                break;
            case Compiler + ".DecimalConstantAttribute" when value.RemainingBytes >= 16:
                set.Decimal = ReadDecimal(value);
                break;
            case "System.ComponentModel.EditorBrowsableAttribute":
                set.IsHidden |= value.RemainingBytes >= 4 && value.ReadInt32() == (int)System.ComponentModel.EditorBrowsableState.Never;
                break;
            case "System.ObsoleteAttribute":
                AddObsolete(set, value.RemainingBytes > 2 ? value.ReadSerializedString() : null);
                break;
            case "System.FlagsAttribute":
                set.Lines.Add("[Flags]");
                break;
            case "System.Diagnostics.CodeAnalysis.ExperimentalAttribute" when value.ReadSerializedString() is { } id:
                set.Lines.Add($"[Experimental({ConstantText.Quote(id)})]");
                break;
        }
    }

    private static void AddObsolete(AttributeSet set, string? reason)
    {
        // The compiler keeps older ones away from ref structs and required members in this way.
        if (reason?.EndsWith("not supported in this version of your compiler.", StringComparison.Ordinal) != true)
        {
            set.Lines.Add(reason is { Length: > 0 } ? $"[Obsolete({ConstantText.Quote(reason)})]" : "[Obsolete]");
        }
    }

    private static decimal? ReadDecimal(BlobReader value)
    {
        var scale = value.ReadByte();
        var negative = value.ReadByte() != 0;
        var (high, middle, low) = (value.ReadInt32(), value.ReadInt32(), value.ReadInt32());
        return scale <= 28 ? new decimal(low, middle, high, negative, scale) : null;
    }

    private static List<string?> ReadTexts(BlobReader value)
    {
        var result = new List<string?>();
        for (var left = Count(ref value); left > 0; left--)
        {
            var text = value.ReadSerializedString();
            result.Add(text is null || TypeNames.IsSpeakable(text) ? text : null);
        }

        return result;
    }

    private static int Count(ref BlobReader value) => value.ReadInt32() is >= 0 and <= MaxElements and var count
        ? count
        : throw new MetadataException("An attribute has an impossible number of elements.");

    private string NameOf(EntityHandle constructor)
    {
        if (!_names.TryGetValue(constructor, out var name))
        {
            _names[constructor] = name = constructor.Kind switch
            {
                HandleKind.MemberReference => FullName(reader.GetMemberReference((MemberReferenceHandle)constructor).Parent),
                HandleKind.MethodDefinition => FullName(reader.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType()),
                _ => "",
            };
        }

        return name;
    }

    private string FullName(EntityHandle type)
    {
        switch (type.Kind)
        {
            case HandleKind.TypeReference:
                var reference = reader.GetTypeReference((TypeReferenceHandle)type);
                return $"{budget.Text(reader, reference.Namespace)}.{budget.Text(reader, reference.Name)}";
            case HandleKind.TypeDefinition:
                var definition = reader.GetTypeDefinition((TypeDefinitionHandle)type);
                return $"{budget.Text(reader, definition.Namespace)}.{budget.Text(reader, definition.Name)}";
            default:
                return "";
        }
    }
}
