using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace NATS.Client.Core;

/// <summary>The header block on the wire: <c>NATS/1.0[ code[ text]]</c>, one <c>name: value</c> a line, an empty line.</summary>
internal static class HeaderBlock
{
    private static ReadOnlySpan<byte> VersionLine => "NATS/1.0\r\n"u8;

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <summary>Whether the block's status is 503, which the server sends when nobody listens.</summary>
    public static bool IsNoResponders(in ReadOnlySequence<byte> block)
    {
        if (block.Length < 12)
            return false;
        Span<byte> start = stackalloc byte[12];
        block.Slice(0, 12).CopyTo(start);
        return start.SequenceEqual("NATS/1.0 503"u8);
    }

    public static int Length(NatsHeaders headers, Encoding encoding)
    {
        var length = VersionLine.Length + LineEnd.Length;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
                length += encoding.GetByteCount(name) + 2 + encoding.GetByteCount(value ?? string.Empty) + LineEnd.Length;
        }

        return length;
    }

    public static void Write(IBufferWriter<byte> output, NatsHeaders headers, Encoding encoding)
    {
        output.Write(VersionLine);
        foreach (var (name, values) in headers)
            Write(output, name, values, encoding);
        output.Write(LineEnd);
    }

    public static NatsHeaders Read(in ReadOnlySequence<byte> block, Encoding encoding)
    {
        var headers = new NatsHeaders();
        byte[]? rented = null;
        var length = checked((int)block.Length);
        var bytes = block.IsSingleSegment ? block.FirstSpan : (rented = ArrayPool<byte>.Shared.Rent(length)).AsSpan(0, length);
        try
        {
            if (rented is not null)
                block.CopyTo(rented);
            Read(bytes, headers, encoding);
        }
        catch (Exception e) when (e is NatsException or ArgumentException)
        {
            headers.Error = new NatsHeaderParseException(bytes.ToArray(), e);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }

        headers.SetReadOnly();
        return headers;
    }

    private static void Write(IBufferWriter<byte> output, string name, StringValues values, Encoding encoding)
    {
        CheckName(name);
        foreach (var value in values)
        {
            if (value.AsSpan().ContainsAny('\r', '\n'))
                throw new NatsException($"Header {name} has a line break in its value");
            encoding.GetBytes(name, output);
            output.Write(": "u8);
            encoding.GetBytes(value ?? string.Empty, output);
            output.Write(LineEnd);
        }
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0)
            throw new NatsException("A header has no name");
        foreach (var c in name)
        {
            if (c is <= ' ' or ':' or > '~')
                throw new NatsException("A header's name has a character that is not allowed there");
        }
    }

    private static void Read(ReadOnlySpan<byte> block, NatsHeaders headers, Encoding encoding)
    {
        ReadStatus(NextLine(ref block), headers, encoding);
        while (!block.IsEmpty)
        {
            var line = NextLine(ref block);
            if (line.IsEmpty)
                continue;
            var colon = line.IndexOfAny(":\t "u8);
            if (colon <= 0 || line[colon] != (byte)':')
                throw new NatsException("A header line has no name");
            headers.Append(encoding.GetString(line[..colon]), encoding.GetString(line[(colon + 1)..].Trim(" \t"u8)));
        }
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> block)
    {
        var end = block.IndexOf(LineEnd);
        if (end < 0)
            throw new NatsException("The header block is not terminated");
        var line = block[..end];
        block = block[(end + LineEnd.Length)..];
        return line;
    }

    private static void ReadStatus(ReadOnlySpan<byte> line, NatsHeaders headers, Encoding encoding)
    {
        var version = VersionLine[..^LineEnd.Length];
        if (!line.StartsWith(version) || (line.Length > version.Length && line[version.Length] != (byte)' '))
            throw new NatsException("The header block has an unknown version");
        line = line[version.Length..].Trim((byte)' ');
        if (line.IsEmpty)
            return;
        if (!Utf8Parser.TryParse(line, out int code, out var digits))
            throw new NatsException("The status code is not a number");
        headers.Code = code;
        var text = line[digits..].Trim((byte)' ');
        (headers.Message, headers.MessageText) = StatusMessage.Find(text, encoding);
    }
}
