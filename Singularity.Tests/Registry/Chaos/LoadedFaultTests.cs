using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Storage.Coherence;
using Singularity.Registry.Storage.Embedded;
using Singularity.Registry.Storage.Kv;
using Singularity.Registry.Tiers.Memory;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Chaos;

/// <summary>A server that goes away while many callers ask. Servers of their own, since these tests stop them.</summary>
public sealed class LoadedFaultTests : IAsyncLifetime
{
    private const int Callers = 16;

    private readonly TemporaryFolder _folder = new();
    private readonly string _prefix = "t" + Guid.NewGuid().ToString("N")[..12];
    private FakeNpmRegistry _npm = null!;
    private NatsServer _nats = null!;
    private PostgresServer _postgres = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _nats = await NatsServer.StartNewAsync(new NatsServerOptions { User = "nats", Password = "secret", JetStream = true });
        _postgres = await PostgresServer.StartNewAsync(durable: true);
        _database = await _postgres.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        await _npm.DisposeAsync();
        await _nats.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Reads_go_on_and_writes_are_refused_while_postgres_is_stopped()
    {
        await using var host = await RegistryHost.StartAsync(_nats.Url, _database, _npm, _folder.Path, _prefix);
        await using var client = new ChaosClient(_nats.Url, _prefix) { Deadline = TimeSpan.FromSeconds(30) };
        await StoreAllAsync(client);

        await _postgres.StopAsync();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var operation = 2; operation < 12; operation++)
            {
                (await client.ReadAsync(Name(caller), exact: operation % 2 == 0)).ShouldBe(new ChaosReply.Held(Name(caller), 1));
                var refused = (await client.StoreAsync(Name(caller), operation)).ShouldBeOfType<ChaosReply.Refused>();
                refused.Code.ShouldBe(ErrorCodes.Unavailable);
                refused.Message.ShouldContain("was not stored");
            }
        })));
        await _postgres.StartAsync();

        await Eventually.IsTrueAsync(async () => await client.StoreAsync(Name(0), 20) is ChaosReply.Done, "writes are taken again");
        (await client.ReadAsync(Name(0), exact: true)).ShouldBe(new ChaosReply.Held(Name(0), 20));
        (await client.ReadAsync(Name(1), exact: true)).ShouldBe(new ChaosReply.Held(Name(1), 1));
    }

    [Fact]
    public async Task Callers_are_told_that_nats_is_away_and_are_served_when_it_is_back()
    {
        await using var host = await RegistryHost.StartAsync(_nats.Url, _database, _npm, _folder.Path, _prefix);
        await using var client = new ChaosClient(_nats.Url, _prefix);
        await StoreAllAsync(client);
        var (refused, back) = (0, new TaskCompletionSource());

        var callers = Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            while (true)
            {
                switch (await client.ReadAsync(Name(caller), exact: true))
                {
                    case ChaosReply.Refused away:
                        away.Code.ShouldBeOneOf(ErrorCodes.Unavailable, ErrorCodes.UpstreamTimeout);
                        Interlocked.Increment(ref refused);
                        break;
                    case var held:
                        held.ShouldBe(new ChaosReply.Held(Name(caller), 1));
                        if (back.Task.IsCompleted)
                        {
                            return;
                        }

                        break;
                }
            }
        })));
        await _nats.KillAsync();
        await Eventually.IsTrueAsync(() => Task.FromResult(Volatile.Read(ref refused) >= Callers), "every caller is told, whichever way");
        await _nats.StartAsync();
        back.SetResult();

        await callers.WaitAsync(TimeSpan.FromSeconds(60));
        (await client.StoreAsync(Name(0), 2)).ShouldBeOfType<ChaosReply.Done>();
        (await client.ReadAsync(Name(0), exact: true)).ShouldBe(new ChaosReply.Held(Name(0), 2));
    }

    [Fact]
    public async Task A_file_that_goes_bad_under_a_running_service_is_filled_again_from_postgres()
    {
        // A prefix of its own has an empty bucket, so that the file and PostgreSQL have to answer.
        await using (await RegistryHost.StartAsync(_nats.Url, _database, _npm, _folder.Path, _prefix))
        await using (var client = new ChaosClient(_nats.Url, _prefix))
        {
            await StoreAllAsync(client);
        }

        var file = Path.Combine(_folder.Path, "package_cache.db");
        await using (var host = await RegistryHost.StartAsync(_nats.Url, _database, _npm, _folder.Path, _prefix + "a"))
        await using (var client = new ChaosClient(_nats.Url, _prefix + "a"))
        {
            await Eventually.IsTrueAsync(() => Task.FromResult(host.Services.GetRequiredService<CopyTrust>().IsTrusted), "the file is read");
            await ScrambleAsync(file);

            // Pages in memory hide the damage for a while; every read goes down to the file again until it is found, and then to PostgreSQL.
            var filled = host.Services.GetRequiredService<EmbeddedStore>();
            await Eventually.IsTrueAsync(
                async () =>
                {
                    await EmptyUpperTiersAsync(host);
                    await ReadAllAsync(client);
                    return Directory.GetFiles(_folder.Path, "*.unreadable-*").Count(static aside => char.IsAsciiDigit(aside[^1])) == 1
                        && await filled.CountAsync(CancellationToken.None) == Callers;
                },
                "the damaged file is moved aside and the new one holds every package",
                TimeSpan.FromMinutes(3));
        }

        // PostgreSQL away, the bucket empty: what is answered now is what the new file was filled with.
        await using (await RegistryHost.StartAsync(_nats.Url, _database, _npm, _folder.Path, _prefix + "b"))
        await using (var client = new ChaosClient(_nats.Url, _prefix + "b"))
        {
            await _postgres.StopAsync();
            await ReadAllAsync(client);
        }
    }

    private static string Name(int caller) => $"demo-{caller}";

    private static async Task StoreAllAsync(ChaosClient client)
    {
        for (var caller = 0; caller < Callers; caller++)
        {
            (await client.StoreAsync(Name(caller), 1)).ShouldBeOfType<ChaosReply.Done>();
        }
    }

    private static async Task ReadAllAsync(ChaosClient client)
    {
        for (var caller = 0; caller < Callers; caller++)
        {
            (await client.ReadAsync(Name(caller), exact: true)).ShouldBe(new ChaosReply.Held(Name(caller), 1));
        }
    }

    private static async Task EmptyUpperTiersAsync(RegistryHost host)
    {
        host.Services.GetRequiredService<MemoryTier>().Clear();
        for (var caller = 0; caller < Callers; caller++)
        {
            var kv = host.Services.GetRequiredService<KvTier>();
            await kv.RemoveAsync(PackageKey.For(Ecosystem.Npm, Name(caller)), CancellationToken.None);
            await kv.RemoveAsync(PackageKey.For(Ecosystem.Npm, Name(caller), "1.0.0"), CancellationToken.None);
        }
    }

    private static async Task ScrambleAsync(string file)
    {
        foreach (var path in new[] { file, file + "-wal" }.Where(File.Exists))
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            new Random(7).NextBytes(bytes);
            await stream.WriteAsync(bytes);
        }
    }
}
