using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Singularity.Api.Access;

/// <summary>Refuses to start where other machines could reach an API without a key.</summary>
internal sealed class ListenGuard(IConfiguration configuration, IServer server, IOptions<ApiOptions> options) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => CheckAsync(ListenAddresses.Configured(configuration));

    // Addresses set in code, or by a way of configuring that is not known here, show once the server is bound.
    public Task StartedAsync(CancellationToken cancellationToken) => CheckAsync(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task CheckAsync(IEnumerable<string> addresses)
    {
        var open = options.Value.Key is null ? addresses.FirstOrDefault(address => !ListenAddresses.IsLoopback(address)) : null;
        return open is null
            ? Task.CompletedTask
            : Task.FromException(new InvalidOperationException(
                $"The API would listen on {open}, where other machines can reach it. Set Api:Key (environment variable Api__Key) to a secret of "
                + "16 characters or more, or listen on loopback only, such as http://127.0.0.1:5080."));
    }
}
