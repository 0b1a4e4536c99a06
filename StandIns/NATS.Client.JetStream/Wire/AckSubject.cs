using System.Globalization;

namespace NATS.Client.JetStream.Wire;

/// <summary>Reads the metadata that a delivered message carries in its reply subject.</summary>
/// <remarks>
/// Nine tokens are the older form, <c>$JS.ACK.stream.consumer.delivered.sseq.cseq.time.pending</c>; eleven or more have the domain
/// (<c>_</c> for none) and the account's hash after ACK, and may end in tokens that later servers add.
/// </remarks>
internal static class AckSubject
{
    private const int Head = 2;
    private const int OldForm = 9;
    private const int NewForm = 11;

    public static NatsJSMsgMetadata? Parse(string? replyTo)
    {
        if (replyTo is null || !replyTo.StartsWith("$JS.ACK.", StringComparison.Ordinal)) return null;

        var tokens = replyTo.Split('.');
        if (tokens.Length is not OldForm and < NewForm) return null;

        var domain = tokens.Length == OldForm || tokens[Head] == "_" ? string.Empty : tokens[Head];
        var at = tokens.Length == OldForm ? Head : Head + 2;
        return Number(tokens[at + 2], out var delivered)
            && Number(tokens[at + 3], out var streamSequence)
            && Number(tokens[at + 4], out var consumerSequence)
            && Number(tokens[at + 5], out var nanoseconds)
            && Number(tokens[at + 6], out var pending)
            ? new NatsJSMsgMetadata(
                new NatsJSSequencePair(streamSequence, consumerSequence),
                delivered,
                pending,
                DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / TimeSpan.NanosecondsPerTick)),
                tokens[at],
                tokens[at + 1],
                domain)
            : null;
    }

    private static bool Number(string token, out ulong value) =>
        ulong.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
