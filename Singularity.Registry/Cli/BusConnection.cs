using NATS.Client.Core;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Home;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Cli;

/// <summary>The connection of a verb to the running services, where a service said where they are.</summary>
internal sealed record BusConnection(NatsConnection Connection, Subjects Subjects) : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    /// <summary>Null when no server is there; with a service's name, also when that service is not.</summary>
    public static async Task<BusConnection?> TryOpenAsync(SingularityHome home, string? service, CancellationToken cancellationToken)
    {
        if (new BusAddress(home).Read() is not var (url, prefix))
        {
            return null;
        }

        var connection = new NatsConnection(NatsExtensions.Configure(new NatsOpts { Url = url, ConnectTimeout = Deadline }, "singularity-cli") with
        {
            RetryOnInitialConnect = false,
        });
        try
        {
            await connection.ConnectAsync().AsTask().WaitAsync(Deadline, cancellationToken);
            if (service is not null)
            {
                await connection.RequestAsync<byte[]>("$SRV.PING." + service, replyOpts: new NatsSubOpts { Timeout = Deadline }, cancellationToken: cancellationToken);
            }

            return new BusConnection(connection, new Subjects(prefix));
        }
        catch (Exception exception) when (exception is NatsException or TimeoutException)
        {
            await connection.DisposeAsync();
            return null;
        }
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
