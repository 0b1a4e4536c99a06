using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry;
using Singularity.ServiceDefaults.Home;
using Singularity.ServiceDefaults.Nats;
using Singularity.ServiceDefaults.Postgres.Migrations;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry;

/// <summary>The registry service in this process, against real servers and a fake npm registry, under a subject prefix of its own.</summary>
internal sealed class RegistryHost : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly NatsConnection _connection;
    private readonly NatsRequester _requester;

    private RegistryHost(WebApplication app, NatsConnection connection, Subjects subjects)
    {
        (_app, _connection, Subjects) = (app, connection, subjects);
        _requester = new NatsRequester(connection, TimeProvider.System);
    }

    public Subjects Subjects { get; }

    public IServiceProvider Services => _app.Services;

    public NatsConnection Connection => _connection;

    public static async Task<RegistryHost> StartAsync(
        string nats, string postgres, FakeNpmRegistry npm, string folder, string? prefix = null, bool waitForPostgres = true,
        params (string Key, string Value)[] settings)
    {
        prefix ??= "t" + Guid.NewGuid().ToString("N")[..12];
        var app = RegistryApp.Create([], builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["ConnectionStrings:nats"] = nats,
                ["ConnectionStrings:singularity"] = postgres,
                ["Singularity:SubjectPrefix"] = prefix,
                ["Upstreams:Npm:Registry"] = npm.Url,
                ["Embedded:File"] = Path.Combine(folder, "package_cache.db"),
            });
            foreach (var (key, value) in settings)
            {
                builder.Configuration[key] = value;
            }

            builder.Services.AddSingleton(SingularityHome.At(folder));
        });
        await app.StartAsync();
        var subjects = new Subjects(prefix);
        var connection = new NatsConnection(NatsExtensions.Configure(new NatsOpts { Url = nats }, "tests"));
        var host = new RegistryHost(app, connection, subjects);
        await Eventually.IsTrueAsync(async () => await host.StatsAsync() is ServiceReply<StorageStats>.Ok, "the service answers");
        if (waitForPostgres)
        {
            using var patience = new CancellationTokenSource(Deadline);
            await app.Services.GetRequiredService<MigrationState>().WaitAsync(patience.Token);
        }

        return host;
    }

    public Task<ServiceReply<PackageAnswer>> GetAsync(string name, string? version = null, int? maxAge = null, bool snippets = false) =>
        AskAsync<GetPackage, PackageAnswer>(
            Subjects.Get, new GetPackage(Ecosystem.Npm, name, version, maxAge, snippets ? ["snippets"] : null));

    public Task<ServiceReply<CollectReport>> CollectAsync(string name, string? version = null, bool force = false) =>
        AskAsync<CollectPackage, CollectReport>(Subjects.Collect, new CollectPackage(Ecosystem.Npm, name, version, force));

    public Task<ServiceReply<StorageStats>> StatsAsync() => AskAsync<ListPackages, StorageStats>(Subjects.Stats, new ListPackages());

    public Task<ServiceReply<TReply>> AskAsync<TRequest, TReply>(string subject, TRequest request) =>
        _requester.RequestAsync<TRequest, TReply>(subject, request, Deadline, CancellationToken.None);

    /// <summary>Searches until the answer is as told: what was just collected is indexed in the background.</summary>
    public async Task<SearchAnswer> SearchAsync(SearchPackages request, Func<SearchAnswer, bool> until)
    {
        SearchAnswer? answer = null;
        await Eventually.IsTrueAsync(
            async () => until(answer = (await AskAsync<SearchPackages, SearchAnswer>(Subjects.Search, request)).Ok()), $"{request.Query} is answered as expected");
        return answer!;
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

internal static class Replied
{
    public static T Ok<T>(this ServiceReply<T> reply) =>
        reply is ServiceReply<T>.Ok ok ? ok.Value : throw new InvalidOperationException($"Not answered: {reply}");

    public static ServiceReply<T>.Failed Failed<T>(this ServiceReply<T> reply) =>
        reply as ServiceReply<T>.Failed ?? throw new InvalidOperationException($"Answered, though it should have failed: {reply}");
}
