using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Messaging;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Messaging;

public sealed class NatsOutboxTests
{
    [Fact]
    public async Task A_notice_that_cannot_be_published_costs_only_itself()
    {
        await using var server = await NatsServer.StartNewAsync();
        await server.KillAsync();
        var opts = NatsExtensions.Configure(NatsOpts.Default, "test") with { Url = server.Url, RetryOnInitialConnect = false };
        await using var connection = new NatsConnection(opts);
        using var outbox = new NatsOutbox(connection, new Subjects(), NullLogger<NatsOutbox>.Instance);
        await outbox.StartAsync(CancellationToken.None);
        outbox.Report(new CollectProgress("job", "pkg:npm/demo", "download", 1, null));
        await Should.ThrowAsync<NatsException>(async () => await connection.PublishAsync("test", 1));

        await server.StartAsync();
        await using var listener = new NatsConnection(opts);
        await using var progress = await listener.SubscribeCoreAsync<CollectProgress>(new Subjects().Progress("job"));
        await listener.PingAsync();

        await Eventually.IsTrueAsync(
            () =>
            {
                outbox.Report(new CollectProgress("job", "pkg:npm/demo", "download", 1, null));
                return Task.FromResult(progress.Msgs.TryRead(out _));
            },
            "a later notice arrives");
        await outbox.StopAsync(CancellationToken.None);
    }
}
