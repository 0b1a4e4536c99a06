using Microsoft.Extensions.Options;
using Singularity.Knowledge.Search;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Api.Knowledge.Upkeep;

/// <summary>Gives patterns their vectors, and words to those that came by the hundreds, when somebody asks for it, all who ask at once in one pass, and at intervals for what nobody asked for.</summary>
internal sealed class VectorUpkeep(
    PatternIndexing indexing, MigrationState schema, IOptions<SharingOptions> options, TimeProvider time, ILogger<VectorUpkeep> logger) : DatabaseWorker(schema)
{
    private const int Batch = 200;

    private readonly Lock _lock = new();
    private readonly Signal _asked = new(time);
    private TaskCompletionSource _next = New();
    private string? _said;

    /// <summary>Completes when a pass has ended that began after this call; also when it failed.</summary>
    public Task RequestAsync()
    {
        lock (_lock)
        {
            _asked.Set();
            return _next.Task;
        }
    }

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TaskCompletionSource pass;
            lock (_lock)
            {
                (pass, _next) = (_next, New());
            }

            await FillAsync(cancellationToken);
            pass.SetResult();
            await _asked.WaitAsync(options.Value.VectorInterval, cancellationToken);
        }
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await indexing.RunAsync(Batch, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            _said = null;
        }
#pragma warning disable CA1031 // The generator may be any, and search by words goes on without it.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // Once: it is tried again for as long as it takes.
            if (_said != exception.Message)
            {
                _said = exception.Message;
                UpkeepLog.NoVectors(logger, exception);
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
