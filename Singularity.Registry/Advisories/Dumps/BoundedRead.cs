namespace Singularity.Registry.Advisories.Dumps;

internal static class BoundedRead
{
    private const int FirstBuffer = 16 * 1024;

    /// <summary>The whole stream; null when it has more bytes than that, of which no more are read.</summary>
    public static byte[]? All(Stream stream, long max)
    {
        var buffer = new byte[(int)Math.Min(FirstBuffer, max + 1)];
        var length = 0;
        while (true)
        {
            var count = stream.Read(buffer, length, buffer.Length - length);
            if (count == 0)
            {
                return length == buffer.Length ? buffer : buffer[..length];
            }

            length += count;
            if (length > max)
            {
                return null;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, max + 1));
            }
        }
    }
}
