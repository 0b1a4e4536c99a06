using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>The micro-service <c>packages</c>: every instance joins its queue group, so instances share the load.</summary>
internal sealed class PackagesService(
    INatsConnection connection, IEnumerable<PackageEndpoint> endpoints, Subjects subjects, IOptions<ServiceOptions> options, ILogger<PackagesService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var service = await ServiceEndpoints.StartAsync(
                connection, Subjects.PackagesService, typeof(PackagesService).Assembly, options.Value, logger, stoppingToken);
            foreach (var endpoint in endpoints)
            {
                await endpoint.JoinAsync(service, subjects);
            }

            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }
}
