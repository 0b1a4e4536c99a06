using System.Diagnostics;

namespace NATS.Client.Core;

/// <summary>What an activity is about to be started for.</summary>
public readonly record struct NatsInstrumentationContext(
    string Subject,
    NatsHeaders? Headers,
    string? ReplyTo,
    string? QueueGroup,
    long? BodySize,
    long? Size,
    INatsConnection? Connection,
    ActivityContext ParentContext);

/// <summary>Process-wide hooks of tracing.</summary>
public sealed class NatsInstrumentationOptions
{
    public static NatsInstrumentationOptions Default { get; } = new();

    /// <summary>Returns false for what is not to be traced.</summary>
    public Func<NatsInstrumentationContext, bool>? Filter { get; set; }

    /// <summary>Adds to an activity that has just started.</summary>
    public Action<Activity, NatsInstrumentationContext>? Enrich { get; set; }
}
