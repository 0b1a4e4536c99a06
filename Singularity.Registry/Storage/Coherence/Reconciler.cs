using System.Data.Common;
using LiteDB;
using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Singularity.Contracts.Identity;
using Singularity.Registry.Storage.Embedded;
using Singularity.Registry.Storage.Kv;
using Singularity.Registry.Storage.Postgres;
using Singularity.Registry.Tiers;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Registry.Storage.Coherence;

/// <summary>
/// Asks PostgreSQL what this instance was not told: at the start, after the watch was interrupted, after a write that JetStream KV did not take, and every now and then.
/// Until the embedded file was compared with PostgreSQL its copies count only where PostgreSQL does not answer.
/// </summary>
internal sealed class Reconciler(
    PackageChanges changes, PostgresStore postgres, EmbeddedStore embedded, KvTier kv, ChangeApplier applier, CopyTrust trust, ReconcileSignal signal,
    MigrationState migrations,
    IOptions<CoherenceOptions> options, TimeProvider timeProvider, ILogger<Reconciler> logger) : BackgroundService
{
    private const int Part = 500;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    // Half of the time for which changes are listed again.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(15);

    // For one answer of JetStream KV.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private volatile bool _watching;
    private bool _fileCompared;

    // Revisions are numbered before they are committed: what came in the last half minute is listed again, so that a slow transaction is not passed over.
    private readonly Dictionary<string, long> _applied = new(StringComparer.Ordinal);
    private long _seen;
    private long _seenBefore;
    private long _seenAt;

    /// <summary>Changes are heard from here on; what came before is asked for now.</summary>
    public void WatchBegan()
    {
        _watching = true;
        signal.Wake();
    }

    /// <summary>Changes are not heard any more: until they are again, and were asked for, copies in the embedded file are not taken for the truth.</summary>
    public void WatchEnded()
    {
        _watching = false;
        trust.Set(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await migrations.WaitAsync(stoppingToken);
            while (true)
            {
                var wait = await TryRoundAsync(stoppingToken) ? options.Value.CheckInterval : Retry;
                using var due = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(Task.Delay(wait, timeProvider, due.Token), signal.WaitAsync(due.Token));
                await due.CancelAsync();
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task<bool> TryRoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_fileCompared)
            {
                _seen = _seenBefore = await changes.ReadNewestAsync(cancellationToken);
                await CompareFileAsync(_seen, cancellationToken);
                _fileCompared = true;
            }

            var watching = _watching;
            await ApplyChangesAsync(cancellationToken);
            trust.Set(watching && _watching);
            return true;
        }
        catch (Exception exception) when (exception is DbException or LiteException or NatsException or TimeoutException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            TierLog.NotReconciled(logger, Retry.TotalMilliseconds, exception.Message);
            return false;
        }
    }

    private async Task CompareFileAsync(long newestRevision, CancellationToken cancellationToken)
    {
        foreach (var part in embedded.ReadRevisions().Where(static held => held.Revision > 0).Chunk(Part))
        {
            var newest = await changes.ReadRevisionsAsync([.. part.Select(static held => held.Key)], cancellationToken);
            foreach (var (key, revision) in part)
            {
                if (newest.TryGetValue(key, out var now) && now != revision)
                {
                    await embedded.RemoveAsync(key, cancellationToken);
                    await RenewAsync(key, now ?? newestRevision, cancellationToken);
                }
            }
        }
    }

    private async Task ApplyChangesAsync(CancellationToken cancellationToken)
    {
        var newest = await changes.ReadNewestAsync(cancellationToken);
        var from = _seenBefore;
        while (true)
        {
            var part = await changes.ReadSinceAsync(from, Part, cancellationToken);
            foreach (var change in part)
            {
                var key = PackageKey.For(change.Ecosystem, change.Name, change.Version);
                if (_applied.GetValueOrDefault(key) == change.Revision)
                {
                    continue;
                }

                await RenewAsync(key, change.Revision, cancellationToken);
                if (change.MayBeHead)
                {
                    await RenewAsync(PackageKey.For(change.Ecosystem, change.Name), change.Revision, cancellationToken);
                }

                _applied[key] = change.Revision;
            }

            if (part.Count < Part)
            {
                break;
            }

            from = part[^1].Revision;
        }

        if (_seenAt == 0 || timeProvider.GetElapsedTime(_seenAt) >= Overlap)
        {
            (_seenBefore, _seen, _seenAt) = (_seen, newest, timeProvider.GetTimestamp());
            foreach (var (key, revision) in _applied.Where(applied => applied.Value <= _seenBefore).ToList())
            {
                _applied.Remove(key);
            }
        }
    }

    // Own copies first, then the one that all share, where either is older.
    private async Task RenewAsync(string key, long revision, CancellationToken cancellationToken)
    {
        var own = await embedded.FindAsync(key, cancellationToken);
        var shared = await kv.FindAsync(key, cancellationToken).AsTask().WaitAsync(Patience, timeProvider, cancellationToken);
        var ownIsOld = own is not null && own.Revision < revision;
        var sharedIsOld = shared is not null && shared.Revision < revision;
        if (!ownIsOld && !sharedIsOld)
        {
            await applier.ApplyAsync(key, PackageEntry.Marker(revision), cancellationToken);
            return;
        }

        var entry = await postgres.FindAsync(key, cancellationToken) ?? PackageEntry.Marker(revision);
        await applier.ApplyAsync(key, entry, cancellationToken);
        if (sharedIsOld)
        {
            await kv.StoreAsync(key, entry, cancellationToken);
        }
    }
}
