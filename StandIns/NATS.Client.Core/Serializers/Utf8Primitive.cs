using System.Buffers.Text;
using System.Collections.Frozen;

namespace NATS.Client.Core;

/// <summary>Parsers of the primitive types; null means malformed.</summary>
internal static class Utf8Primitive
{
    public delegate object? Parser(ReadOnlySpan<byte> text);

    public static readonly FrozenDictionary<Type, Parser> Parsers = new Dictionary<Type, Parser>
    {
        [typeof(DateTime)] = static text => Utf8Parser.TryParse(text, out DateTime v, out _, 'O') ? v : null,
        [typeof(DateTimeOffset)] = static text => Utf8Parser.TryParse(text, out DateTimeOffset v, out _, 'O') ? v : null,
        [typeof(Guid)] = static text => Utf8Parser.TryParse(text, out Guid v, out _) ? v : null,
        [typeof(TimeSpan)] = static text => Utf8Parser.TryParse(text, out TimeSpan v, out _) ? v : null,
        [typeof(bool)] = static text => Utf8Parser.TryParse(text, out bool v, out _) ? v : null,
        [typeof(byte)] = static text => Utf8Parser.TryParse(text, out byte v, out _) ? v : null,
        [typeof(decimal)] = static text => Utf8Parser.TryParse(text, out decimal v, out _) ? v : null,
        [typeof(double)] = static text => Utf8Parser.TryParse(text, out double v, out _) ? v : null,
        [typeof(float)] = static text => Utf8Parser.TryParse(text, out float v, out _) ? v : null,
        [typeof(int)] = static text => Utf8Parser.TryParse(text, out int v, out _) ? v : null,
        [typeof(long)] = static text => Utf8Parser.TryParse(text, out long v, out _) ? v : null,
        [typeof(sbyte)] = static text => Utf8Parser.TryParse(text, out sbyte v, out _) ? v : null,
        [typeof(short)] = static text => Utf8Parser.TryParse(text, out short v, out _) ? v : null,
        [typeof(ushort)] = static text => Utf8Parser.TryParse(text, out ushort v, out _) ? v : null,
        [typeof(uint)] = static text => Utf8Parser.TryParse(text, out uint v, out _) ? v : null,
        [typeof(ulong)] = static text => Utf8Parser.TryParse(text, out ulong v, out _) ? v : null,
    }.ToFrozenDictionary();
}
