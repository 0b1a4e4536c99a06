using System.Text;

namespace Singularity.Registry.Extraction;

/// <summary>Bytes of a text file, as text that every store can hold.</summary>
internal static class TextFile
{
    /// <summary>Without byte order mark; invalid bytes and NUL become U+FFFD.</summary>
    /// <param name="isWhole">False when the bytes were cut: then half a character at their end is left out.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Encoding.Unicode.GetString(bytes[2..]).Replace('\0', '\uFFFD');
        }

        bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
        var text = Encoding.UTF8.GetString(bytes).Replace('\0', '\uFFFD');
        return isWhole ? text : text.TrimEnd('\uFFFD');
    }
}
