using System.Buffers;

namespace NATS.Client.Core;

internal enum FrameKind
{
    Message,
    Ping,
    Pong,
    Ok,
    Error,
    Info,
}

/// <summary>One operation of the server. Everything in it is a view of the input, valid until the input advances.</summary>
internal ref struct Frame
{
    public FrameKind Kind;

    /// <summary>What follows the operation's name, for Error and Info.</summary>
    public ReadOnlySpan<byte> Text;

    public int Sid;
    public ReadOnlySpan<byte> Subject;

    /// <summary>Empty if the sender wants no reply: the protocol knows no empty subject.</summary>
    public ReadOnlySpan<byte> ReplyTo;

    /// <summary>The header block; empty if the message has none.</summary>
    public ReadOnlySequence<byte> Headers;
    public ReadOnlySequence<byte> Payload;
}
