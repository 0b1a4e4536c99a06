using System.Text;

namespace Singularity.Registry.Archives;

/// <summary>What extension headers say about the next entry.</summary>
internal sealed class TarExtension
{
    /// <summary>Far above any real one; read into memory as a whole.</summary>
    public const int MaxSize = 256 * 1024;

    private string? _path;
    private long? _size;

    public void Read(TarHeader header, ReadOnlySpan<byte> content)
    {
        switch (header.Type)
        {
            case 'L':
                _path = TarHeader.Text(content);
                break;
            case 'x' or 'X':
                ReadAttributes(content);
                break;
            default:
                // Global attributes (git writes its commit) and long link targets concern nothing that is read.
                break;
        }
    }

    public TarHeader ApplyTo(TarHeader header)
    {
        var result = header with { Path = _path ?? header.Path, Size = _size ?? header.Size };
        _path = null;
        _size = null;
        return result;
    }

    /// <summary>Records of the form "length key=value\n", where length counts itself.</summary>
    private void ReadAttributes(ReadOnlySpan<byte> content)
    {
        while (content.Length > 0 && content[0] != 0)
        {
            var blank = content.IndexOf((byte)' ');
            if (blank is <= 0 or > 7 || !int.TryParse(content[..blank], out var length) || length <= blank + 1 || length > content.Length)
            {
                throw new ArchiveException("has a malformed extended header.");
            }

            var record = content[(blank + 1)..(length - 1)];
            content = content[length..];
            var equals = record.IndexOf((byte)'=');
            if (equals > 0)
            {
                Apply(record[..equals], record[(equals + 1)..]);
            }
        }
    }

    private void Apply(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("path"u8))
        {
            // Kept whole: a NUL inside must be seen and refused, not hidden.
            _path = Encoding.UTF8.GetString(value);
        }
        else if (key.SequenceEqual("size"u8))
        {
            _size = long.TryParse(value, out var size) && size >= 0 ? size : throw new ArchiveException("has an extended header with an impossible size.");
        }
    }
}
