using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Singularity.ServiceDefaults.Home;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>Writes the address at start. It stays when the service stops: the CLI finds nobody there and works by itself.</summary>
internal sealed class BusAddressPublisher(BusAddress address, IConfiguration configuration, ILogger<BusAddressPublisher> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (configuration.GetConnectionString("nats") is { Length: > 0 } url)
            {
                address.Write(url, configuration[NatsExtensions.SubjectPrefixKey]);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            NatsLog.AddressNotWritten(logger, exception.Message);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public static class BusAddressRegistration
{
    /// <summary>Tells the command line of this user where the services are.</summary>
    public static IServiceCollection AddBusAddress(this IServiceCollection services)
    {
        services.TryAddSingleton(static _ => SingularityHome.Resolve());
        return services.AddSingleton<BusAddress>().AddHostedService<BusAddressPublisher>();
    }
}
