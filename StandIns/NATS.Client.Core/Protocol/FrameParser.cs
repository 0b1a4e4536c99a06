using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace NATS.Client.Core;

/// <summary>Cuts the server's bytes into frames without copying them, wherever the input is split.</summary>
internal sealed class FrameParser
{
    /// <summary>Longest operation line in bytes. Servers limit theirs to 4 KiB; a greeting that lists a large cluster is longer.</summary>
    private const int MaxLine = 64 * 1024;

    /// <summary>Largest message in bytes; no server can be configured beyond it.</summary>
    private const int MaxMessage = 64 * 1024 * 1024;

    private const int MaxArguments = 5;

    private byte[] _joined = new byte[512];

    /// <summary>Takes the next frame off the buffer; false if it is not all there yet. Malformed input throws.</summary>
    public bool TryRead(scoped ref ReadOnlySequence<byte> buffer, ref Frame frame)
    {
        if (!TryReadLine(buffer, out var line, out var length))
            return false;
        if (line.StartsWith("MSG "u8))
            return TryReadMessage(ref buffer, line[4..], length, hasHeaders: false, ref frame);
        if (line.StartsWith("HMSG "u8))
            return TryReadMessage(ref buffer, line[5..], length, hasHeaders: true, ref frame);
        (frame.Kind, var name) = Kind(line);
        frame.Text = line[name..].Trim((byte)' ');
        buffer = buffer.Slice(length);
        return true;
    }

    private static (FrameKind Kind, int NameLength) Kind(ReadOnlySpan<byte> line)
    {
        if (IsOperation(line, "PING"))
            return (FrameKind.Ping, 4);
        if (IsOperation(line, "PONG"))
            return (FrameKind.Pong, 4);
        if (IsOperation(line, "+OK"))
            return (FrameKind.Ok, 3);
        if (IsOperation(line, "INFO"))
            return (FrameKind.Info, 4);
        if (IsOperation(line, "-ERR"))
            return (FrameKind.Error, 4);
        throw new NatsException("Protocol error: unknown operation from the server");
    }

    private static bool IsOperation(ReadOnlySpan<byte> line, string name) =>
        line.Length >= name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name)
        && (line.Length == name.Length || line[name.Length] is (byte)' ' or (byte)'\t');

    private static bool TryReadMessage(
        scoped ref ReadOnlySequence<byte> buffer, ReadOnlySpan<byte> line, int lineLength, bool hasHeaders, ref Frame frame)
    {
        Span<Range> arguments = stackalloc Range[MaxArguments];
        var count = Split(line, arguments);
        var least = hasHeaders ? 4 : 3;
        if (count != least && count != least + 1)
            throw new NatsException("Protocol error: a message line with the wrong number of arguments");
        var total = Number(line[arguments[count - 1]], MaxMessage);
        if (buffer.Length < lineLength + (long)total + 2)
            return false;

        var headers = hasHeaders ? Number(line[arguments[count - 2]], total) : 0;
        var body = buffer.Slice(lineLength, total + 2);
        CheckEnd(body, total);
        frame.Kind = FrameKind.Message;
        frame.Subject = line[arguments[0]];
        frame.Sid = Number(line[arguments[1]], int.MaxValue);
        frame.ReplyTo = count == least ? default : line[arguments[2]];
        frame.Headers = body.Slice(0, headers);
        frame.Payload = body.Slice(headers, total - headers);
        buffer = buffer.Slice(body.End);
        return true;
    }

    private static int Split(ReadOnlySpan<byte> line, Span<Range> arguments)
    {
        var count = 0;
        var position = 0;
        while (true)
        {
            while (position < line.Length && line[position] is (byte)' ' or (byte)'\t')
                position++;
            if (position == line.Length)
                return count;
            if (count == arguments.Length)
                return MaxArguments + 1;
            var length = line[position..].IndexOfAny((byte)' ', (byte)'\t');
            var end = length < 0 ? line.Length : position + length;
            arguments[count++] = position..end;
            position = end;
        }
    }

    private static int Number(ReadOnlySpan<byte> text, int max)
    {
        if (!Utf8Parser.TryParse(text, out int number, out var used) || used != text.Length || number < 0 || number > max)
            throw new NatsException("Protocol error: a message line with a number that is malformed or out of range");
        return number;
    }

    private static void CheckEnd(in ReadOnlySequence<byte> body, int total)
    {
        Span<byte> end = stackalloc byte[2];
        body.Slice(total).CopyTo(end);
        if (!end.SequenceEqual("\r\n"u8))
            throw new NatsException("Protocol error: a message is longer than announced");
    }

    private bool TryReadLine(scoped in ReadOnlySequence<byte> buffer, out ReadOnlySpan<byte> line, out int length)
    {
        var first = buffer.FirstSpan;
        var end = first.IndexOf((byte)'\n');
        if (end < 0 && !buffer.IsSingleSegment)
        {
            first = Join(buffer);
            end = first.IndexOf((byte)'\n');
        }

        if (end > MaxLine || (end < 0 && first.Length >= MaxLine))
            throw new NatsException("Protocol error: a line of the server is too long");
        length = end + 1;
        line = end < 0 ? default : first[..(end > 0 && first[end - 1] == (byte)'\r' ? end - 1 : end)];
        return end >= 0;
    }

    private ReadOnlySpan<byte> Join(scoped in ReadOnlySequence<byte> buffer)
    {
        var part = buffer.Length > MaxLine ? buffer.Slice(0, MaxLine) : buffer;
        if (part.PositionOf((byte)'\n') is { } end)
            part = part.Slice(0, part.GetPosition(1, end));
        var length = (int)part.Length;
        if (_joined.Length < length)
            _joined = new byte[Math.Max(length, Math.Min(_joined.Length * 2, MaxLine))];
        part.CopyTo(_joined);
        return _joined.AsSpan(0, length);
    }
}
