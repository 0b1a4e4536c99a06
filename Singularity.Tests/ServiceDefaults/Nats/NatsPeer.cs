using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Tests.ServiceDefaults.Nats;

/// <summary>A client of the server under test, with options and subjects like the services'.</summary>
internal sealed class NatsPeer(string url, string prefix) : IAsyncDisposable
{
    private readonly List<ServiceEndpoints> _services = [];

    public NatsConnection Connection { get; } = new(NatsExtensions.Configure(NatsOpts.Default, "test") with { Url = url });

    public Subjects Subjects { get; } = new(prefix);

    public NatsRequester Requester => new(Connection, TimeProvider.System);

    /// <summary>A prefix that no other test uses.</summary>
    public static string NewPrefix() => "t" + Guid.NewGuid().ToString("N");

    /// <summary>Answers requests; on return the server knows.</summary>
    public async Task ServeAsync<TRequest, TReply>(
        string subject, Func<TRequest, CancellationToken, Task<ServiceReply<TReply>>> handler, ServiceOptions? options = null)
    {
        var service = await StartAsync(options ?? new ServiceOptions());
        await service.AddAsync("test", subject, handler);
        await Connection.PingAsync();
    }

    public async Task ServeAsync<TReply>(string subject, Func<CancellationToken, Task<ServiceReply<TReply>>> handler)
    {
        var service = await StartAsync(new ServiceOptions());
        await service.AddAsync("test", subject, handler);
        await Connection.PingAsync();
    }

    /// <summary>A micro-service without endpoints.</summary>
    public async Task<ServiceEndpoints> StartAsync(ServiceOptions options)
    {
        var service = await ServiceEndpoints.StartAsync(
            Connection, "test", Assembly.GetExecutingAssembly(), options, NullLogger.Instance, CancellationToken.None);
        _services.Add(service);
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services)
        {
            await service.DisposeAsync();
        }

        await Connection.DisposeAsync();
    }
}
