using NATS.Client.Core;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats.Core;

/// <summary>What the tests of the client share: a connection to the shared server, patience, subjects of their own.</summary>
[Collection("nats")]
public abstract class CoreTest(NatsServerFixture server) : IAsyncLifetime
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    internal static NatsOpts Quick { get; } = new()
    {
        ReconnectWaitMin = TimeSpan.FromMilliseconds(20),
        ReconnectWaitMax = TimeSpan.FromMilliseconds(100),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ReconnectJitter = TimeSpan.FromMilliseconds(5),
    };

    internal string Url => server.Url;

    internal NatsConnection Nats { get; } = new(Quick with { Url = server.Url });

    internal string Subject { get; } = "test." + Nuid.NewNuid();

    public async Task InitializeAsync() => await Nats.ConnectAsync();

    public async Task DisposeAsync() => await Nats.DisposeAsync();

    internal static async Task<NatsMsg<T>> NextAsync<T>(INatsSub<T> sub) => await sub.Msgs.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>A signal for an event, to be awaited with patience.</summary>
    internal static TaskCompletionSource<T> Signal<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
