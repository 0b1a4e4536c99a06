using NATS.Client.Core;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>The micro-service <c>packages</c>: every instance joins its queue group, so instances share the load.</summary>
internal sealed class PackagesService(
    INatsConnection connection, IEnumerable<PackageEndpoint> endpoints, Subjects subjects, ILogger<PackagesService> logger) : BackgroundService
{
    // Reads wait for I/O far more than they compute; twice the collects that may run leaves the other half to reads at all times.
    private const int Concurrency = 128;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var service = await ServiceEndpoints.StartAsync(
                connection, Subjects.PackagesService, typeof(PackagesService).Assembly, Concurrency, logger, stoppingToken);
            foreach (var endpoint in endpoints)
            {
                await service.AddAsync<ReadOnlyMemory<byte>, byte[]>(endpoint.Name, endpoint.Subject(subjects), endpoint.HandleAsync);
            }

            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }
}
