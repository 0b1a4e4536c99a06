using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Npgsql;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api.Knowledge;

/// <summary>An instance with a database of its own, and an authority beside it that answers when a test lets it appear.</summary>
[Collection("knowledge")]
public abstract class KnowledgeTest(NatsServerFixture nats, PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<IAsyncDisposable> _owned = [];
    private Authority? _authority;
    private NpgsqlDataSource? _database;
    private ApiHost? _api;

    internal Authority Central => _authority!;

    internal ApiHost Api => _api!;

    internal HttpClient Client => Api.Client;

    /// <summary>The instance's.</summary>
    internal NpgsqlDataSource Database => _database!;

    protected string ConnectionString { get; private set; } = "";

    protected string Prefix { get; } = NatsPeer.NewPrefix();

    protected virtual string NatsUrl => nats.Url;

    public virtual async Task InitializeAsync()
    {
        ConnectionString = await postgres.CreateDatabaseAsync();
        _database = NpgsqlDataSource.Create(ConnectionString);
        _authority = await Authority.CreateAsync(NatsUrl, Prefix, postgres);
    }

    public virtual async Task DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        foreach (var owned in _owned)
        {
            await owned.DisposeAsync();
        }

        await Central.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Starts the instance, or starts it again after <see cref="StopAsync"/>; it answers when this returns.</summary>
    internal async Task StartAsync(params string[] settings)
    {
        _api = await ApiHost.StartAsync(
            NatsUrl, Prefix, [$"ConnectionStrings:singularity={ConnectionString}", "Knowledge:Heartbeat=00:00:00.300", "Knowledge:OutboxPoll=00:00:00.200", "Knowledge:CentralDeadline=00:00:05",
            "Knowledge:VectorDeadline=00:00:05", .. settings]);
        await Eventually.IsTrueAsync(
            async () =>
            {
                using var response = await Client.GetAsync("/api/patterns/stats");
                return response.IsSuccessStatusCode && await AskAsync<GetPattern, KnownPattern>(Central.Peer.Subjects.GetPattern, new GetPattern(new Ulid(1)))
                    is ServiceReply<KnownPattern>.Failed { Code: 404 };
            },
            "the instance answers over HTTP and NATS");
    }

    internal async Task StopAsync()
    {
        await Api.DisposeAsync();
        _api = null;
    }

    /// <summary>Lets the authority answer, and waits until the instance knows.</summary>
    internal async Task AppearAsync()
    {
        await Central.AppearAsync();
        await AwaitPresenceAsync("present");
    }

    internal Task AwaitPresenceAsync(string state) => Eventually.IsTrueAsync(
        async () => (await StatsAsync()).GetProperty("centralCloud").GetProperty("state").GetString() == state, $"CentralCloud is {state}");

    internal async Task<JsonElement> StatsAsync() => await ReadAsync(await Client.GetAsync("/api/patterns/stats"), HttpStatusCode.OK);

    internal async Task<long> BacklogAsync() => (await StatsAsync()).GetProperty("outbox").GetProperty("backlog").GetInt64();

    internal async Task<Ulid> LearnAsync(PatternContent content)
    {
        using var response = await PostAsync("/api/patterns", new Learn(content), SingularityJson.Default.Learn);
        return Ulid.Parse((await ReadAsync(response, HttpStatusCode.Created)).GetProperty("id").GetString()!);
    }

    internal async Task<RecallAnswer> RecallAsync(string query, RecallMode mode = RecallMode.Hybrid, int limit = 10) =>
        (await AskAsync<Recall, RecallAnswer>(Central.Peer.Subjects.QueryKnowledge, new Recall(query, Mode: mode, Limit: limit)))
            .ShouldBeOfType<ServiceReply<RecallAnswer>.Ok>().Value;

    internal Task<ServiceReply<TReply>> AskAsync<TRequest, TReply>(string subject, TRequest request) =>
        Central.Peer.Requester.RequestAsync<TRequest, TReply>(subject, request, Patience, CancellationToken.None);

    internal Task<HttpResponseMessage> PostAsync<T>(string path, T body, JsonTypeInfo<T> type) => Client.PostAsync(path, JsonContent.Create(body, type));

    internal async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    internal async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    internal T Owned<T>(T disposable)
        where T : IAsyncDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }

    internal static Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode expected) => ApiTest.ReadAsync(response, expected);
}
