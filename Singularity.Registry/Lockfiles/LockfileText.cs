using System.Text;
using System.Text.Unicode;

namespace Singularity.Registry.Lockfiles;

/// <summary>The bytes of a lockfile as valid UTF-8 without byte order mark.</summary>
internal static class LockfileText
{
    private static readonly Encoding StrictUtf16 = new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);

    private static readonly Encoding StrictUtf16BigEndian = new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>UTF-16 is read as well, since Windows shells redirect into it (<c>pip freeze &gt; requirements.txt</c>).</summary>
    /// <exception cref="LockfileException">Too large, or not text.</exception>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> content)
    {
        if (content.Length > LockfileLimits.MaxBytes)
        {
            throw LockfileLimits.TooLarge(content.Length);
        }

        var bytes = content.Span;
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            content = content[3..];
        }
        else if (bytes.StartsWith(Encoding.Unicode.Preamble))
        {
            return FromUtf16(StrictUtf16, bytes[2..]);
        }
        else if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            return FromUtf16(StrictUtf16BigEndian, bytes[2..]);
        }

        return Utf8.IsValid(content.Span) ? content : throw NotUtf8(content.Span);
    }

    private static byte[] FromUtf16(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Encoding.UTF8.GetBytes(encoding.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            throw new LockfileException("is marked as UTF-16 and is not", remedy: "save it as UTF-8");
        }
    }

    private static LockfileException NotUtf8(ReadOnlySpan<byte> bytes)
    {
        var line = 1;
        while (bytes.IndexOf((byte)'\n') is var end and >= 0 && Utf8.IsValid(bytes[..end]))
        {
            bytes = bytes[(end + 1)..];
            line++;
        }

        return new LockfileException("is not UTF-8 text", line, remedy: "save it as UTF-8");
    }
}
