using NATS.Client.Core;

namespace NATS.Client.Services;

public interface INatsSvcContext
{
    INatsConnection Connection { get; }

    ValueTask<INatsSvcServer> AddServiceAsync(
        string name, string version, string queueGroup = "q", CancellationToken cancellationToken = default);

    /// <param name="cancellationToken">Cancelled, it ends the service, and stopping it no longer waits for anything.</param>
    ValueTask<INatsSvcServer> AddServiceAsync(NatsSvcConfig config, CancellationToken cancellationToken = default);
}

/// <summary>Services over one connection.</summary>
public class NatsSvcContext(INatsConnection nats) : INatsSvcContext
{
    public INatsConnection Connection { get; } = nats;

    public ValueTask<INatsSvcServer> AddServiceAsync(
        string name, string version, string queueGroup = "q", CancellationToken cancellationToken = default) =>
        AddServiceAsync(new NatsSvcConfig(name, version) { QueueGroup = queueGroup }, cancellationToken);

    public async ValueTask<INatsSvcServer> AddServiceAsync(NatsSvcConfig config, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        var server = new NatsSvcServer(Connection, config, cancellationToken);
        await server.StartAsync();
        return server;
    }
}
