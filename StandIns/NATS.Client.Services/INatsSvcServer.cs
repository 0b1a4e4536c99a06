using NATS.Client.Core;
using NATS.Client.Services.Models;

namespace NATS.Client.Services;

/// <summary>One instance of a service.</summary>
public interface INatsSvcServer : IAsyncDisposable
{
    /// <summary>Takes no more requests, and waits until those that arrived are answered.</summary>
    ValueTask StopAsync(CancellationToken cancellationToken = default);

    /// <summary>Answers requests on a subject, one after the other.</summary>
    /// <param name="name">Default the subject with dashes for its dots.</param>
    /// <param name="subject">Default the name.</param>
    /// <param name="queueGroup">Default the service's.</param>
    /// <param name="cancellationToken">Ends the endpoint for good, without answering what has arrived.</param>
    ValueTask AddEndpointAsync<T>(
        Func<NatsSvcMsg<T>, ValueTask> handler,
        string? name = default,
        string? subject = default,
        string? queueGroup = default,
        IDictionary<string, string>? metadata = default,
        INatsDeserialize<T>? serializer = default,
        CancellationToken cancellationToken = default);

    /// <summary>A common beginning of subjects.</summary>
    ValueTask<NatsSvcServer.Group> AddGroupAsync(string name, string? queueGroup = default, CancellationToken cancellationToken = default);

    StatsResponse GetStats();

    InfoResponse GetInfo();
}
