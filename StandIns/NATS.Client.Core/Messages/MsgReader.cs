using System.Buffers;
using System.Text;

namespace NATS.Client.Core;

/// <summary>Turns frames into messages. What cannot be read becomes the message's error, not an exception.</summary>
internal static class MsgReader
{
    public static NatsMsg<T> Read<T>(
        NatsConnection connection, string subject, string? queueGroup, in Frame frame, INatsDeserialize<T> serializer)
    {
        var replyTo = frame.ReplyTo.IsEmpty ? null : Encoding.UTF8.GetString(frame.ReplyTo);
        var flags = NatsMsgFlags.None;
        if (frame.Payload.IsEmpty)
        {
            flags = NatsMsgFlags.Empty;
            if (HeaderBlock.IsNoResponders(frame.Headers))
                flags |= NatsMsgFlags.NoResponders;
        }

        var headers = frame.Headers.IsEmpty ? null : HeaderBlock.Read(frame.Headers, connection.Opts.HeaderEncoding);
        var bodySize = (int)frame.Payload.Length;
        var size = subject.Length + (replyTo?.Length ?? 0) + (int)frame.Headers.Length + bodySize;
        if (Telemetry.HasListeners)
        {
            headers ??= new NatsHeaders();
            headers.Activity = Telemetry.StartReceive(connection, subject, replyTo, queueGroup, bodySize, size, headers);
        }

        var data = headers?.Error is null ? Deserialize(frame.Payload, serializer, ref headers) : default;
        return new NatsMsg<T>(subject, replyTo, size, headers, data, connection, flags);
    }

    private static T? Deserialize<T>(in ReadOnlySequence<byte> payload, INatsDeserialize<T> serializer, ref NatsHeaders? headers)
    {
        try
        {
            return serializer.Deserialize(payload);
        }
#pragma warning disable CA1031 // Serializers are the caller's; whatever one throws belongs to this message and must not end the connection.
        catch (Exception e)
#pragma warning restore CA1031
        {
            headers ??= new NatsHeaders();
            headers.Error = new NatsDeserializeException(payload.ToArray(), e);
            return default;
        }
    }
}
