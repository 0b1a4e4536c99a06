using System.Globalization;
using System.Reflection.Metadata;
using System.Text;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Constants as C# writes them.</summary>
internal static class ConstantText
{
    private const int MaxLength = 256;

    /// <summary>Null when the metadata hold no value that can be written.</summary>
    public static string? Read(MetadataReader reader, ConstantHandle handle, TypeNode type)
    {
        if (handle.IsNil)
        {
            return null;
        }

        var constant = reader.GetConstant(handle);
        var value = reader.GetBlobReader(constant.Value);
        var text = constant.TypeCode switch
        {
            ConstantTypeCode.Boolean => value.ReadBoolean() ? "true" : "false",
            ConstantTypeCode.Char => QuoteChar((char)value.ReadUInt16()),
            ConstantTypeCode.SByte => value.ReadSByte().ToString(CultureInfo.InvariantCulture),
            ConstantTypeCode.Byte => value.ReadByte().ToString(CultureInfo.InvariantCulture),
            ConstantTypeCode.Int16 => value.ReadInt16().ToString(CultureInfo.InvariantCulture),
            ConstantTypeCode.UInt16 => value.ReadUInt16().ToString(CultureInfo.InvariantCulture),
            ConstantTypeCode.Int32 => value.ReadInt32().ToString(CultureInfo.InvariantCulture),
            ConstantTypeCode.UInt32 => value.ReadUInt32().ToString(CultureInfo.InvariantCulture),
            ConstantTypeCode.Int64 => value.ReadInt64().ToString(CultureInfo.InvariantCulture),
            ConstantTypeCode.UInt64 => value.ReadUInt64().ToString(CultureInfo.InvariantCulture),
            ConstantTypeCode.Single => Real(value.ReadSingle()) + "f",
            ConstantTypeCode.Double => Real(value.ReadDouble()),
            ConstantTypeCode.String => Quote(value.ReadUTF16(value.Length & ~1)),
            ConstantTypeCode.NullReference => IsDefault(type) ? "default" : "null",
            _ => null,
        };

        // A number where the type is an enumeration; which member it is may be written in another assembly.
        return type is TypeNode.Named { IsValue: true } named && !named.Is("System", "Nullable`1") && text is not ("default" or null)
            ? text == "0" ? "default" : $"({TypeNames.WithoutArity(named.Path[^1], out _)}){text}"
            : text;
    }

    public static string Quote(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MaxLength)))
        {
            Append(result, c, '"');
        }

        return result.Append(text.Length > MaxLength ? "…\"" : "\"").ToString();
    }

    private static string QuoteChar(char c)
    {
        var result = new StringBuilder("'");
        Append(result, c, '\'');
        return result.Append('\'').ToString();
    }

    private static void Append(StringBuilder result, char c, char quote)
    {
        _ = c switch
        {
            '\n' => result.Append("\\n"),
            '\r' => result.Append("\\r"),
            '\t' => result.Append("\\t"),
            '\\' => result.Append("\\\\"),
            _ when c == quote => result.Append('\\').Append(c),
            _ when char.IsControl(c) || char.IsSurrogate(c) => result.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)),
            _ => result.Append(c),
        };
    }

    private static string Real(double value) => value switch
    {
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        double.NaN => "double.NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Real(float value) => float.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : Real((double)value);

    private static bool IsDefault(TypeNode type) => type switch
    {
        TypeNode.Parameter => true,
        TypeNode.Named named => named.IsValue && !named.Is("System", "Nullable`1"),
        TypeNode.Primitive primitive => !primitive.IsReference,
        _ => false,
    };
}
