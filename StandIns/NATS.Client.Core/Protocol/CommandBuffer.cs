using System.Buffers.Text;
using System.Text;

namespace NATS.Client.Core;

/// <summary>Commands as bytes, one after the other. Not safe for threads; <see cref="Output"/> guards it.</summary>
internal sealed class CommandBuffer
{
    private const int KeepAtMost = 1024 * 1024;
    private const int InitialSize = 16 * 1024;

    // Operation name, two decimal numbers, separators and line ends of any command.
    private const int Overhead = 48;

    private byte[] _bytes = new byte[InitialSize];

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Count);

    public void Clear()
    {
        Count = 0;
        if (_bytes.Length > KeepAtMost)
            _bytes = new byte[InitialSize];
    }

    public void Publish(string subject, string? replyTo, Scratch message)
    {
        var payload = message.Written;
        Reserve(Overhead + ((subject.Length + (replyTo?.Length ?? 0)) * 3) + payload.Length);
        Raw(message.HeaderLength > 0 ? "HPUB "u8 : "PUB "u8);
        Text(subject);
        if (replyTo is not null)
            Text(replyTo);
        if (message.HeaderLength > 0)
            Number(message.HeaderLength, ' ');
        Number(payload.Length, '\r');
        Raw("\n"u8);
        Raw(payload);
        Raw("\r\n"u8);
    }

    public void Subscribe(int sid, string subject, string? queueGroup, int? maxMsgs)
    {
        Reserve((Overhead * 2) + ((subject.Length + (queueGroup?.Length ?? 0)) * 3));
        Raw("SUB "u8);
        Text(subject);
        if (queueGroup is not null)
            Text(queueGroup);
        Number(sid, '\r');
        Raw("\n"u8);
        if (maxMsgs is { } max)
        {
            Raw("UNSUB "u8);
            Number(sid, ' ');
            Number(max, '\r');
            Raw("\n"u8);
        }
    }

    public void Unsubscribe(int sid)
    {
        Reserve(Overhead);
        Raw("UNSUB "u8);
        Number(sid, '\r');
        Raw("\n"u8);
    }

    public void Ping()
    {
        Reserve(Overhead);
        Raw("PING\r\n"u8);
    }

    public void Pong()
    {
        Reserve(Overhead);
        Raw("PONG\r\n"u8);
    }

    private void Reserve(int size)
    {
        var needed = checked(Count + size);
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(needed, _bytes.Length * 2L), Array.MaxLength));
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(Count));
        Count += bytes.Length;
    }

    private void Text(string text)
    {
        Count += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Count));
        _bytes[Count++] = (byte)' ';
    }

    private void Number(int number, char end)
    {
        Utf8Formatter.TryFormat(number, _bytes.AsSpan(Count), out var written);
        Count += written;
        _bytes[Count++] = (byte)end;
    }
}
