using System.Text;

namespace Singularity.Registry.Erlang;

/// <summary>Reads files of terms, each ended by a full stop, as <c>file:consult/1</c> does: hex.pm's metadata.config and the client's hex.config.</summary>
internal static class ErlangTermFile
{
    /// <exception cref="ErlangFormatException">The text breaks a limit or holds something else than terms without variables, functions and calls.</exception>
    public static IReadOnlyList<ErlangTerm> Parse(ReadOnlySpan<byte> bytes) => bytes.Length <= ErlangLimits.Bytes
        ? Parse(Decode(bytes))
        : throw new ErlangFormatException(1, $"the file has {bytes.Length} bytes; at most {ErlangLimits.Bytes} are accepted.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static IReadOnlyList<ErlangTerm> Parse(string text)
    {
        var reader = new ErlangTermReader(new ErlangScanner(text));
        var result = new List<ErlangTerm>();
        while (reader.Next() is { } term)
        {
            result.Add(term);
        }

        return result;
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // The encoding of term files before Erlang 17, which hex still accepts.
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
