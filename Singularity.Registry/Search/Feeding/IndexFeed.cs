using System.Text.Json;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Storage.Coherence;
using Singularity.Registry.Storage.Postgres;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Registry.Search.Feeding;

/// <summary>
/// Fills the service's index from PostgreSQL after the start, and keeps it current: what changed since which revision is asked for when a change is heard
/// of, and every now and then. The first filling is the same, since revision 0.
/// </summary>
internal sealed class IndexFeed(
    LiveIndex live, PackageChanges changes, IndexRows rows, LoadedRows loaded, VectorFill vectors, IndexSignal signal, MigrationState migrations,
    IOptions<CoherenceOptions> coherence, IOptions<IndexOptions> options, TimeProvider timeProvider, ILogger<IndexFeed> logger) : BackgroundService
{
    private const int Part = 500;

    /// <summary>Packages between which searches may go on.</summary>
    private const int Slice = 50;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private readonly RevisionWindow _window = new(timeProvider);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await migrations.WaitAsync(stoppingToken);
            var index = live.Begin();
            while (await TryCatchUpAsync(index, stoppingToken) is { } wait)
            {
                await signal.WaitAsync(wait, timeProvider, stoppingToken);
            }

            live.GiveUp();
            SearchLog.IndexTooLarge(logger, options.Value.MemoryBytes >> 20);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>How long to wait before the next look; null when the memory does not suffice.</summary>
    private async Task<TimeSpan?> TryCatchUpAsync(SearchIndex index, CancellationToken cancellationToken)
    {
        try
        {
            if (!await TakeChangesAsync(index, cancellationToken) || !await loaded.TakeAsync(index, live.IsReady, cancellationToken))
            {
                return null;
            }

            index.Settle();
            if (!live.IsReady)
            {
                live.Open();
                SearchLog.IndexReady(logger, index.Count, index.Bytes >> 20);
            }

            await vectors.FillAsync(index, cancellationToken);
            return coherence.Value.CheckInterval;
        }
#pragma warning disable CA1031 // Other sources answer until the cause is gone; a fault of this one must not end the service.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            SearchLog.IndexWaits(logger, Retry.TotalMilliseconds, exception.Message);
            return Retry;
        }
    }

    private async Task<bool> TakeChangesAsync(SearchIndex index, CancellationToken cancellationToken)
    {
        var newest = await changes.ReadNewestAsync(cancellationToken);
        for (long? from = _window.From; from is { } revision;)
        {
            var part = await changes.ReadSinceAsync(revision, Part, cancellationToken);
            var packages = new HashSet<(Ecosystem Ecosystem, string Name)>();
            foreach (var change in part)
            {
                if (!_window.IsTaken(PackageKey.For(change.Ecosystem, change.Name, change.Version), change.Revision))
                {
                    packages.Add((change.Ecosystem, change.Name));
                }
            }

            foreach (var slice in packages.Chunk(Slice))
            {
                foreach (var (ecosystem, name) in slice)
                {
                    if (!await TakePackageAsync(index, ecosystem, name, cancellationToken))
                    {
                        return false;
                    }
                }

                // While nobody searches, all at once at the end is less work.
                if (live.IsReady)
                {
                    index.Settle();
                }
            }

            // Only now: what an interruption leaves half done is taken again.
            foreach (var change in part)
            {
                _window.Take(PackageKey.For(change.Ecosystem, change.Name, change.Version), change.Revision);
            }

            from = Next(part);
        }

        _window.Close(newest);
        return true;
    }

    // The versions of a package that was deleted share a revision, and may stand on both sides of a part's end.
    private static long? Next(IReadOnlyList<PackageChange> part) => part.Count < Part ? null
        : part[0].Revision == part[^1].Revision ? part[^1].Revision
        : part[^1].Revision - 1;

    private async Task<bool> TakePackageAsync(SearchIndex index, Ecosystem ecosystem, string name, CancellationToken cancellationToken)
    {
        try
        {
            if (await rows.FindShownAsync(ecosystem, name, cancellationToken) is { } shown)
            {
                return index.Put([IndexDocuments.Of(shown)]) == 1;
            }
        }
        catch (JsonException exception)
        {
            SearchLog.NotIndexed(logger, PackageKey.For(ecosystem, name), exception.Message);
        }

        index.Remove([IndexDocuments.Id(ecosystem, name)]);
        return true;
    }
}
