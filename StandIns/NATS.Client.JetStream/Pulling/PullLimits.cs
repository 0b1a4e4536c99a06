using System.Runtime.InteropServices;

namespace NATS.Client.JetStream.Pulling;

/// <summary>How much is asked for at a time, when to ask again, and how long an unanswered pull may stay silent.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PullLimits(
    long MaxMsgs,
    long MaxBytes,
    long ThresholdMsgs,
    long ThresholdBytes,
    TimeSpan Expires,
    TimeSpan Idle)
{
    /// <summary>Limited by bytes, a pull still has to name a number of messages.</summary>
    private const long AnyNumberOfMsgs = 1_000_000;

    private static readonly TimeSpan DefaultExpires = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeastExpires = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostIdle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeastIdle = TimeSpan.FromSeconds(.5);

    public bool ByBytes => MaxBytes > 0;

    /// <summary>Two missed heartbeats; without heartbeats there is nothing to miss.</summary>
    public TimeSpan Silence => Idle == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : Idle * 2;

    /// <summary>Room for two pulls that overlap, as after a reconnect, and their status messages; what finds none is lost until the server delivers it again.</summary>
    public int InboxCapacity => ByBytes ? (int)AnyNumberOfMsgs : (int)Math.Min((MaxMsgs * 4) + 64, 1_000_000);

    public static PullLimits From(NatsJSConsumeOpts opts) =>
        From(opts.MaxMsgs, opts.MaxBytes, opts.ThresholdMsgs, opts.ThresholdBytes, opts.Expires, opts.IdleHeartbeat);

    public static PullLimits From(NatsJSFetchOpts opts) =>
        From(opts.MaxMsgs, opts.MaxBytes, null, null, opts.Expires, opts.IdleHeartbeat);

    private static PullLimits From(
        long? maxMsgs,
        long? maxBytes,
        long? thresholdMsgs,
        long? thresholdBytes,
        TimeSpan? expires,
        TimeSpan? idleHeartbeat)
    {
        var (msgs, bytes) = (maxMsgs, maxBytes) switch
        {
            ({ } count, null) => (count, 0L),
            (null, { } size) => (AnyNumberOfMsgs, size),
            (null, null) => throw new NatsJSException($"You must set {nameof(maxBytes)} or {nameof(maxMsgs)}"),
            _ => throw new NatsJSException($"You can only set {nameof(maxBytes)} or {nameof(maxMsgs)}"),
        };
        var refillMsgs = thresholdMsgs ?? msgs / 2;
        var refillBytes = thresholdBytes ?? bytes / 2;
        if (refillMsgs > msgs) throw new NatsJSException($"{nameof(thresholdMsgs)} must be less than {nameof(maxMsgs)}");
        if (refillBytes > bytes) throw new NatsJSException($"{nameof(thresholdBytes)} must be less than {nameof(maxBytes)}");

        var stands = expires ?? DefaultExpires;
        var idle = idleHeartbeat ?? stands / 2;
        if (stands < LeastExpires) throw new NatsJSException($"{nameof(expires)} must be greater than {LeastExpires}");
        if (idle > MostIdle) throw new NatsJSException($"{nameof(idleHeartbeat)} must be less than {MostIdle}");
        if (idle != TimeSpan.Zero && idle < LeastIdle)
            throw new NatsJSException($"{nameof(idleHeartbeat)} must be greater than {LeastIdle}");

        return new PullLimits(msgs, bytes, refillMsgs, refillBytes, stands, idle);
    }
}
