// The builder that takes its place says the same in more words.
#pragma warning disable CS0618
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Benchmarks.Topology;

/// <summary>The whole product, started as the AppHost starts it, with a data folder of its own.</summary>
internal sealed class RunningTopology : IAsyncDisposable
{
    /// <summary>For benchmarks that ask no package registry: nothing listens there.</summary>
    public static readonly Uri NoRegistry = new("http://127.0.0.1:9/");

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly IDistributedApplicationTestingBuilder _builder;
    private readonly DistributedApplication _application;
    private readonly NatsConnection _connection;
    private readonly NatsRequester _requester;

    private RunningTopology(IDistributedApplicationTestingBuilder builder, DistributedApplication application, NatsConnection connection, (string Nats, string Postgres, string Central) servers, string home)
    {
        (_builder, _application, _connection, Nats, Postgres, Home) = (builder, application, connection, servers.Nats, servers.Postgres, home);
        CentralPostgres = servers.Central;
        _requester = new NatsRequester(connection, TimeProvider.System);
    }

    public string Home { get; }

    public Subjects Subjects { get; } = new();

    /// <summary>The address of NATS, with its password.</summary>
    public string Nats { get; }

    /// <summary>The connection string of the registry's database.</summary>
    public string Postgres { get; }

    /// <summary>The connection string of CentralCloud's database.</summary>
    public string CentralPostgres { get; }

    /// <param name="npm">The npm registry that the services are to use.</param>
    public static async Task<RunningTopology> StartAsync(Uri npm)
    {
        var home = Directory.CreateTempSubdirectory("singularity-bench-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // PostgreSQL gives up root and must still reach its data.
            File.SetUnixFileMode(home, File.GetUnixFileMode(home) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        // The services inherit it, as they inherit a user's.
        Environment.SetEnvironmentVariable("npm_config_registry", npm.ToString());
        // Disposed with what it built: it holds the application.
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Singularity_AppHost>(
            [$"SINGULARITY_HOME={home}", "Parameters:nats-password=bench", "Parameters:postgres-password=bench"]);
        builder.Services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Warning));
        var application = await builder.BuildAsync();
        await application.StartAsync();
        await application.ResourceNotifications.WaitForResourceHealthyAsync("registry").WaitAsync(Patience);
        var nats = (await application.GetConnectionStringAsync("nats"))!;
        var connection = new NatsConnection(NatsExtensions.Configure(new NatsOpts { Url = nats }, "singularity-bench"));
        await connection.ConnectAsync();
        var postgres = (await application.GetConnectionStringAsync("singularity"))!;
        return new RunningTopology(builder, application, connection, (nats, postgres, (await application.GetConnectionStringAsync("centralcloud-db"))!), home);
    }

    public async Task<TReply> AskAsync<TRequest, TReply>(string subject, TRequest request) =>
        await _requester.RequestAsync<TRequest, TReply>(subject, request, Deadline, CancellationToken.None) switch
        {
            ServiceReply<TReply>.Ok ok => ok.Value,
            ServiceReply<TReply>.Failed failed => throw new InvalidOperationException($"{subject}: {failed.Message}"),
            _ => throw new InvalidOperationException("A reply is Ok or Failed."),
        };

    /// <summary>Null when there is no answer, or an error.</summary>
    public async Task<TReply?> TryAskAsync<TRequest, TReply>(string subject, TRequest request)
        where TReply : class =>
        await _requester.RequestAsync<TRequest, TReply>(subject, request, TimeSpan.FromSeconds(2), CancellationToken.None) is ServiceReply<TReply>.Ok ok ? ok.Value : null;

    /// <summary>The answer's bytes, as they come.</summary>
    public Task<byte[]> AskAsync(string subject, byte[] request) => AskAsync<byte[], byte[]>(subject, request);

    /// <summary>The most memory that the registry service has had in its resident set, in bytes; null where the system does not tell.</summary>
    public async Task<long?> PeakMemoryAsync()
    {
        var stats = await AskAsync<ListPackages, StorageStats>(Subjects.Stats, new ListPackages());
        var status = $"/proc/{stats.Instance.Split('-')[^1]}/status";
        var line = File.Exists(status) ? (await File.ReadAllLinesAsync(status)).FirstOrDefault(static l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null ? null : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _application.StopAsync();
        await _application.DisposeAsync();
        await _builder.DisposeAsync();
        Directory.Delete(Home, recursive: true);
    }
}
