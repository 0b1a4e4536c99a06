using System.Text;

namespace NATS.Client.Core;

/// <summary>The texts of status lines that are told apart; known ones cost no string.</summary>
internal static class StatusMessage
{
    private static readonly (NatsHeaders.Messages Message, string Text)[] Known =
    [
        (NatsHeaders.Messages.IdleHeartbeat, "Idle Heartbeat"),
        (NatsHeaders.Messages.BadRequest, "Bad Request"),
        (NatsHeaders.Messages.ConsumerDeleted, "Consumer Deleted"),
        (NatsHeaders.Messages.ConsumerIsPushBased, "Consumer is push based"),
        (NatsHeaders.Messages.NoMessages, "No Messages"),
        (NatsHeaders.Messages.RequestTimeout, "Request Timeout"),
        (NatsHeaders.Messages.MessageSizeExceedsMaxBytes, "Message Size Exceeds MaxBytes"),
        (NatsHeaders.Messages.RequestsPending, "Requests Pending"),
    ];

    public static (NatsHeaders.Messages Message, string Text) Find(ReadOnlySpan<byte> text, Encoding encoding)
    {
        if (text.IsEmpty)
            return (NatsHeaders.Messages.Text, string.Empty);
        foreach (var known in Known)
        {
            if (known.Text.Length == text.Length && Ascii.Equals(text, known.Text))
                return known;
        }

        return (NatsHeaders.Messages.Text, encoding.GetString(text));
    }
}
