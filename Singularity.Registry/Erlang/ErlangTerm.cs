using System.Numerics;
using System.Text;

namespace Singularity.Registry.Erlang;

/// <summary>A value as Erlang's term files hold it.</summary>
internal abstract record ErlangTerm
{
    private ErlangTerm()
    {
    }

    /// <summary>The text of a binary, string or atom, or of a list of character codes; null for any other term.</summary>
    public string? AsText() => this switch
    {
        Binary binary => Decode(binary.Bytes),
        Text text => text.Value,
        Atom atom => atom.Name,
        List list => OfCodes(list.Items),
        _ => null,
    };

    /// <summary>The terms of a list; empty for any other term.</summary>
    public IReadOnlyList<ErlangTerm> AsList() => this is List list ? list.Items : [];

    /// <summary>The pairs of a map, or of a list of tuples of two; anything else in it is left out.</summary>
    public IEnumerable<KeyValuePair<ErlangTerm, ErlangTerm>> AsPairs() => this switch
    {
        Map map => map.Pairs,
        List list => list.Items.OfType<Tuple>().Where(static t => t.Items.Count == 2).Select(static t => KeyValuePair.Create(t.Items[0], t.Items[1])),
        _ => [],
    };

    /// <summary>The value of the first pair with this text as its key.</summary>
    public ErlangTerm? Member(string key) => AsPairs().FirstOrDefault(p => p.Key.AsText() == key).Value;

    private static string Decode(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes).Replace('\0', '\uFFFD');
        }
        catch (DecoderFallbackException)
        {
            // Old publishers wrote Latin-1.
            return Encoding.Latin1.GetString(bytes).Replace('\0', '\uFFFD');
        }
    }

    private static string? OfCodes(IReadOnlyList<ErlangTerm> items)
    {
        var result = new StringBuilder(items.Count);
        foreach (var item in items)
        {
            if (item is not Integer { Value: var code } || code <= 0 || code > 0x10FFFF || !Rune.TryCreate((int)code, out var rune))
            {
                return null;
            }

            result.Append(rune.ToString());
        }

        return result.ToString();
    }

    private static UTF8Encoding Strict { get; } = new(false, throwOnInvalidBytes: true);

    public sealed record Atom(string Name) : ErlangTerm;

    public sealed record Integer(BigInteger Value) : ErlangTerm;

    public sealed record Float(double Value) : ErlangTerm;

    /// <summary>Bytes: with <c>/utf8</c> those of the text in UTF-8, without it one byte per character.</summary>
    public sealed record Binary(byte[] Bytes) : ErlangTerm;

    /// <summary>A string in double quotes, which Erlang takes for a list of character codes.</summary>
    public sealed record Text(string Value) : ErlangTerm;

    public sealed record List(IReadOnlyList<ErlangTerm> Items) : ErlangTerm;

    public sealed record Tuple(IReadOnlyList<ErlangTerm> Items) : ErlangTerm;

    public sealed record Map(IReadOnlyList<KeyValuePair<ErlangTerm, ErlangTerm>> Pairs) : ErlangTerm;
}
