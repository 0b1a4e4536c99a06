using System.Globalization;
using System.Text;
using Singularity.Registry.Erlang;

namespace Singularity.Tests.Support;

/// <summary>Writes terms as Erlang's <c>io_lib:format("~tp.~n")</c> does, for files that a publisher would have written.</summary>
internal static class ErlangText
{
    public static string Of(IEnumerable<ErlangTerm> terms) => string.Concat(terms.Select(t => Of(t) + ".\n"));

    public static string Of(ErlangTerm term) => term switch
    {
        ErlangTerm.Atom atom => OfAtom(atom.Name),
        ErlangTerm.Integer integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        ErlangTerm.Float number => number.Value.ToString("0.0###############E+0", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal),
        ErlangTerm.Binary binary => OfBinary(binary.Bytes),
        ErlangTerm.Text text => Quote(text.Value, '"'),
        ErlangTerm.List list => $"[{string.Join(',', list.Items.Select(Of))}]",
        ErlangTerm.Tuple tuple => $"{{{string.Join(',', tuple.Items.Select(Of))}}}",
        ErlangTerm.Map map => $"#{{{string.Join(',', map.Pairs.Select(p => $"{Of(p.Key)} => {Of(p.Value)}"))}}}",
        _ => throw new ArgumentOutOfRangeException(nameof(term), term, "Unknown term."),
    };

    /// <summary>A binary of this text, as metadata holds all of its texts.</summary>
    public static ErlangTerm Binary(string text) => new ErlangTerm.Binary(Encoding.UTF8.GetBytes(text));

    public static ErlangTerm Pair(string key, ErlangTerm value) => new ErlangTerm.Tuple([Binary(key), value]);

    public static ErlangTerm List(params IEnumerable<ErlangTerm> items) => new ErlangTerm.List([.. items]);

    private static string OfAtom(string name) =>
        name.Length > 0 && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '@') ? name : Quote(name, '\'');

    private static string OfBinary(byte[] bytes)
    {
        if (bytes.All(b => b is >= 0x20 and < 0x7F))
        {
            return $"<<{Quote(Encoding.ASCII.GetString(bytes), '"')}>>";
        }

        var text = Encoding.UTF8.GetString(bytes);
        return Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes) && !text.Contains('\uFFFD', StringComparison.Ordinal)
            ? $"<<{Quote(text, '"')}/utf8>>"
            : $"<<{string.Join(',', bytes)}>>";
    }

    private static string Quote(string text, char quote)
    {
        var result = new StringBuilder().Append(quote);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => result.Append("\\\\"),
                '\n' => result.Append("\\n"),
                '\e' => result.Append("\\e"),
                _ when c == quote => result.Append('\\').Append(c),
                < ' ' or '\u007F' => result.Append($"\\x{{{(int)c:X}}}"),
                _ => result.Append(c),
            };
        }

        return result.Append(quote).ToString();
    }
}
