using Singularity.CentralCloud.Ingest;
using Singularity.Knowledge.Search;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.CentralCloud.Query;

/// <summary>
/// Sorts in the words of patterns that came by the hundreds, and gives patterns their vectors. Both need the processors, and the first the lock, with which observations are
/// taken in; so while those wait, this goes slowly.
/// </summary>
internal sealed class VectorWorker(PatternIndexing indexing, IngestMeter meter, MigrationState schema, TimeProvider time, ILogger<VectorWorker> logger) : DatabaseWorker(schema)
{
    private const int Page = 200;
    private static readonly TimeSpan WhileBusy = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WhenDone = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    private string? _said;

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(await FillAsync(cancellationToken), time, cancellationToken);
        }
    }

    // Whatever is wrong with the model or its server, it costs vectors and nothing else.
    private async Task<TimeSpan> FillAsync(CancellationToken stoppingToken)
    {
        try
        {
            var isDone = !await indexing.RunAsync(Page, stoppingToken);
            _said = null;
            return isDone ? WhenDone : meter.Lag > 0 || meter.Unfolded > 0 ? WhileBusy : TimeSpan.Zero;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            // Once: it is tried again for as long as it takes.
            if (_said != exception.Message)
            {
                _said = exception.Message;
                VectorLog.Away(logger, exception);
            }

            return AfterFailure;
        }
    }
}

internal static partial class VectorLog
{
    [LoggerMessage(3040, LogLevel.Warning, "New patterns wait for their vectors, since the database, the model or its server failed; they are found by their words.")]
    public static partial void Away(ILogger logger, Exception exception);
}
