using System.Globalization;
using NATS.Client.Core;

namespace NATS.Client.JetStream.Pulling;

internal enum PullStatusKind
{
    Heartbeat,
    NoMessages,
    Expired,
    TooLarge,
    LeadershipChange,
    NoResponders,
    Fatal,
    Unknown,
}

/// <summary>What the server says about a pull, in the status line and headers of an empty message.</summary>
internal readonly record struct PullStatus(PullStatusKind Kind, NatsHeaders Headers)
{
    private static readonly string[] FatalConflicts =
    [
        "Consumer Deleted",
        "Consumer is push based",
        "Exceeded MaxRequestBatch",
        "Exceeded MaxRequestExpires",
        "Exceeded MaxRequestMaxBytes",
        "Exceeded MaxWaiting",
    ];

    public static PullStatus Of<T>(NatsMsg<T> msg)
    {
        if (msg.HasNoResponders) return new PullStatus(PullStatusKind.NoResponders, msg.Headers ?? []);
        var headers = msg.Headers ?? throw new NatsJSException("No header found");
        return new PullStatus(KindOf(headers.Code, headers.MessageText), headers);
    }

    /// <summary>How many messages or bytes of an ended pull will not come; 0 if it does not say.</summary>
    public long Unanswered(string header) =>
        Headers.TryGetLastValue(header, out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    public NatsJSProtocolException ToException() => new(Headers.Code, Headers.Message, Headers.MessageText);

    private static PullStatusKind KindOf(int code, string text) => code switch
    {
        100 => PullStatusKind.Heartbeat,
        404 => PullStatusKind.NoMessages,
        408 => PullStatusKind.Expired,
        503 => PullStatusKind.NoResponders,
        400 => PullStatusKind.Fatal,
        409 when Is(text, "Message Size Exceeds MaxBytes") => PullStatusKind.TooLarge,
        409 when Is(text, "Leadership Change") => PullStatusKind.LeadershipChange,
        409 when FatalConflicts.Any(conflict => Is(text, conflict)) => PullStatusKind.Fatal,
        _ => PullStatusKind.Unknown,
    };

    private static bool Is(string text, string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);
}
