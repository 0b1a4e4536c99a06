using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Npgsql;
using Singularity.Api.Knowledge.Recalling;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Api.Knowledge.Upkeep;

/// <summary>
/// Keeps what CentralCloud answered, behind the backs of those who asked, and asks again for what has expired and is still in use. What there is no room for is
/// left out: it is a cache.
/// </summary>
internal sealed class CachedAnswers(
    PatternCache cache,
    CentralSearch central,
    VectorUpkeep vectors,
    MigrationState schema,
    IOptions<SharingOptions> options,
    TimeProvider time,
    ILogger<CachedAnswers> logger) : DatabaseWorker(schema)
{
    private const int MostWaiting = 256;
    private const int MostRemembered = 10_000;

    // The pattern is found by its own title among the first few, if it is still there.
    private const int RefreshLimit = 5;

    private readonly Channel<Work> _waiting = Channel.CreateBounded<Work>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly ConcurrentDictionary<Ulid, DateTimeOffset> _refreshed = new();

    /// <summary>Keeps these, each under the name of whom it came from.</summary>
    public void Keep(IReadOnlyList<PatternHit> hits)
    {
        if (hits.Count > 0)
        {
            _waiting.Writer.TryWrite(new Work.Keep(hits));
        }
    }

    /// <summary>Asks again for those that have expired.</summary>
    public void Refresh(IReadOnlyList<PatternHit> hits)
    {
        foreach (var hit in hits)
        {
            if (hit.Source.IsExpired && hit.Pattern.Content is { } content && IsDue(hit.Pattern.Id))
            {
                _waiting.Writer.TryWrite(new Work.Ask(new PatternQuery(content.Title, [content.Kind], Limit: RefreshLimit)));
            }
        }
    }

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        await foreach (var work in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            await StoreAsync(work is Work.Ask(var query) ? (await central.AskAsync(query, cancellationToken)).Hits : ((Work.Keep)work).Hits, cancellationToken);
        }
    }

    // A pattern that CentralCloud no longer answers stays expired until it is forgotten, and must not be asked for with every query.
    private bool IsDue(Ulid id)
    {
        var now = time.GetUtcNow();
        if (_refreshed.TryGetValue(id, out var last) && now - last < options.Value.RefreshPause)
        {
            return false;
        }

        if (_refreshed.Count >= MostRemembered)
        {
            _refreshed.Clear();
        }

        _refreshed[id] = now;
        return true;
    }

    private async Task StoreAsync(IReadOnlyList<PatternHit> hits, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var of in hits.GroupBy(static hit => hit.Source.Authority!))
            {
                await cache.StoreAsync(of.Key, [.. of.Select(static hit => hit.Pattern)], cancellationToken);
            }

            if (hits.Count > 0)
            {
                _ = vectors.RequestAsync();
            }
        }
        catch (NpgsqlException exception)
        {
            UpkeepLog.NotCached(logger, exception);
        }
    }

    private abstract record Work
    {
        private Work()
        {
        }

        public sealed record Keep(IReadOnlyList<PatternHit> Hits) : Work;

        public sealed record Ask(PatternQuery Query) : Work;
    }
}
