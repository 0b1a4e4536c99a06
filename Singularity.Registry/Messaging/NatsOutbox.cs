using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using NATS.Client.Core;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;

namespace Singularity.Registry.Messaging;

/// <summary>
/// Publishes events and progress without holding up the work. They are notices, not records: while NATS is away the newest thousand wait, older
/// ones are dropped; who must not miss a change reads the store.
/// </summary>
internal sealed class NatsOutbox(INatsConnection connection, Subjects subjects, ILogger<NatsOutbox> logger) : BackgroundService, IPackageEvents, ICollectProgressSink
{
    private readonly Channel<(string Subject, byte[] Json)> _waiting =
        Channel.CreateBounded<(string, byte[])>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public ValueTask CollectedAsync(PackageCollected collected, CancellationToken cancellationToken) =>
        Put(subjects.Collected, collected, SingularityJson.Default.PackageCollected);

    public ValueTask FailedAsync(PackageFailed failed, CancellationToken cancellationToken) =>
        Put(subjects.Failed, failed, SingularityJson.Default.PackageFailed);

    public ValueTask InvalidatedAsync(PackageInvalidated invalidated, CancellationToken cancellationToken) =>
        Put(subjects.Invalidated, invalidated, SingularityJson.Default.PackageInvalidated);

    public void Report(CollectProgress progress) =>
        _waiting.Writer.TryWrite((subjects.Progress(progress.JobId), JsonSerializer.SerializeToUtf8Bytes(progress, SingularityJson.Default.CollectProgress)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (subject, json) in _waiting.Reader.ReadAllAsync(stoppingToken))
            {
                await PublishAsync(subject, json, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async ValueTask PublishAsync(string subject, byte[] json, CancellationToken stoppingToken)
    {
        try
        {
            await connection.PublishAsync(subject, json, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: stoppingToken);
        }
        catch (Exception exception) when (exception is NatsException or TimeoutException or OperationCanceledException && !stoppingToken.IsCancellationRequested)
        {
            MessagingLog.NotPublished(logger, subject, exception.Message);
        }
    }

    private ValueTask Put<T>(string subject, T notice, JsonTypeInfo<T> type)
    {
        _waiting.Writer.TryWrite((subject, JsonSerializer.SerializeToUtf8Bytes(notice, type)));
        return ValueTask.CompletedTask;
    }
}
