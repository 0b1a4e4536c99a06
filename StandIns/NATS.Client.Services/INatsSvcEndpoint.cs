namespace NATS.Client.Services;

public interface INatsSvcEndpoint : IAsyncDisposable
{
    string Name { get; }

    string Subject { get; }

    string? QueueGroup { get; }

    IDictionary<string, string>? Metadata { get; }

    long Requests { get; }

    long Errors { get; }

    string? LastError { get; }

    /// <summary>Nanoseconds, of all requests.</summary>
    long ProcessingTime { get; }

    /// <summary>Nanoseconds.</summary>
    long AverageProcessingTime { get; }
}
