using System.Text.Json;
using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Importing;
using Singularity.Registry.Messaging;
using Singularity.Registry.Storage.Embedded;
using Singularity.ServiceDefaults.Home;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Cli;

/// <summary>
/// Where a verb's requests go: over NATS to the running services, or, when none answers, to the same endpoints in this process on the embedded file.
/// </summary>
internal sealed class CliSession : IAsyncDisposable
{
    // Collecting a large archive over a slow line takes its time; the services have their own, tighter deadlines.
    private static readonly TimeSpan RequestDeadline = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ImportPoll = TimeSpan.FromMilliseconds(200);

    private readonly NatsConnection? _connection;
    private readonly IHost? _local;
    private readonly Subjects _subjects;

    private CliSession(NatsConnection? connection, IHost? local, Subjects subjects) => (_connection, _local, _subjects) = (connection, local, subjects);

    public bool IsLocal => _local is not null;

    public static async Task<CliSession> OpenAsync(TextWriter error, IProgress<CollectProgress>? progress, CancellationToken cancellationToken)
    {
        if (await BusConnection.TryOpenAsync(SingularityHome.Resolve(), Subjects.PackagesService, cancellationToken) is var (connection, subjects))
        {
            return new CliSession(connection, null, subjects);
        }

        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.AddProvider(new CliLoggerProvider(error)).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<ICollectProgressSink>(new ProgressSink(progress));
        builder.AddPackages();
        builder.AddEmbeddedStorage();
        var host = builder.Build();
        await error.WriteLineAsync(
            $"No service is running, so this works on {host.Services.GetRequiredService<IOptions<EmbeddedOptions>>().Value.File} alone. Start everything with: ./singularity up");
        return new CliSession(null, host, new Subjects());
    }

    public async Task<ServiceReply<TReply>> RequestAsync<TRequest, TReply>(Func<Subjects, string> subject, TRequest request, CancellationToken cancellationToken)
    {
        if (_connection is not null)
        {
            return await new NatsRequester(_connection, TimeProvider.System)
                .RequestAsync<TRequest, TReply>(subject(_subjects), request, RequestDeadline, cancellationToken);
        }

        var endpoint = _local!.Services.GetServices<PackageEndpoint>().First(e => e.Subject(_subjects) == subject(_subjects));
        var json = JsonSerializer.SerializeToUtf8Bytes(request, typeof(TRequest), SingularityJson.Default);
        return await endpoint.HandleAsync(json, cancellationToken) switch
        {
            ServiceReply<byte[]>.Ok ok => (TReply)JsonSerializer.Deserialize(ok.Value, typeof(TReply), SingularityJson.Default)!,
            ServiceReply<byte[]>.Failed failed => new ServiceReply<TReply>.Failed(failed.Code, failed.Message, failed.RetryAfter),
            _ => throw new InvalidOperationException("A reply is Ok or Failed."),
        };
    }

    /// <summary>Until the import has ended: waits for the running service, or works it off in this process.</summary>
    public async Task<ServiceReply<ImportReport>> FinishImportAsync(string jobId, CancellationToken cancellationToken)
    {
        if (_local is not null)
        {
            var jobs = _local.Services.GetRequiredService<IImportJobs>();
            await _local.Services.GetRequiredService<ImportRunner>().RunAsync(
                async () => await jobs.ReadAsync(jobId, cancellationToken) is not { State: ImportReport.Running }, cancellationToken);
        }

        while (true)
        {
            var reply = await RequestAsync<GetImport, ImportReport>(static subjects => subjects.ImportGet, new GetImport(jobId), cancellationToken);
            if (reply is not ServiceReply<ImportReport>.Ok { Value.State: ImportReport.Running })
            {
                return reply;
            }

            await Task.Delay(ImportPoll, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Reports the progress of a job that a running service works on, until cancelled.</summary>
    public async Task FollowAsync(string jobId, IProgress<CollectProgress> progress, CancellationToken cancellationToken)
    {
        if (_connection is null)
        {
            return;
        }

        try
        {
            await foreach (var message in _connection.SubscribeAsync<CollectProgress>(_subjects.Progress(jobId), cancellationToken: cancellationToken))
            {
                if (message.Data is { } step)
                {
                    progress.Report(step);
                }
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        _local?.Dispose();
    }

    private sealed class ProgressSink(IProgress<CollectProgress>? progress) : ICollectProgressSink
    {
        public void Report(CollectProgress step) => progress?.Report(step);
    }
}
