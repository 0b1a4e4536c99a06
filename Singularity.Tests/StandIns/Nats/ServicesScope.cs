using NATS.Client.Core;
using NATS.Client.Services;

namespace Singularity.Tests.StandIns.Nats;

/// <summary>A service's connection and a caller's, and names of the test's own on a shared server.</summary>
internal sealed class ServicesScope(string url) : IAsyncDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(15));
    private readonly NatsConnection _serving = new(NatsOpts.Default with { Url = url });
    private readonly List<INatsSvcServer> _services = [];

    public NatsConnection Caller { get; } = new(NatsOpts.Default with { Url = url });

    public string Name { get; } = "t" + Guid.NewGuid().ToString("N");

    public CancellationToken Patience => _patience.Token;

    public Task<INatsSvcServer> ServeAsync() => ServeAsync(new NatsSvcConfig(Name, "1.2.3"));

    public async Task<INatsSvcServer> ServeAsync(NatsSvcConfig config)
    {
        var service = await new NatsSvcContext(_serving).AddServiceAsync(config, CancellationToken.None);
        _services.Add(service);
        return service;
    }

    /// <summary>Asks when the server is sure to know of everything that the services listen to.</summary>
    public async Task<NatsMsg<string>> AskAsync(string subject, string? request = "")
    {
        await SettleAsync();
        return await Caller.RequestAsync<string, string>(subject, request, cancellationToken: Patience);
    }

    public async Task SettleAsync() => await _serving.PingAsync(Patience);

    /// <summary>What every service that listens answers, the first so many of them.</summary>
    public async Task<List<string>> AskAllAsync(string subject, int count)
    {
        await SettleAsync();
        var answers = new List<string>();
        var opts = new NatsSubOpts { MaxMsgs = count };
        await foreach (var msg in Caller.RequestManyAsync<string, string>(subject, null, replyOpts: opts, cancellationToken: Patience))
            answers.Add(msg.Data!);
        return answers;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services) await service.DisposeAsync();
        await Caller.DisposeAsync();
        await _serving.DisposeAsync();
        _patience.Dispose();
    }
}
