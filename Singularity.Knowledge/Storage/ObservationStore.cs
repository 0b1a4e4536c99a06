using Microsoft.Extensions.Logging;
using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Observations;

namespace Singularity.Knowledge.Storage;

/// <summary>
/// Takes observations in, once each, either together with what they change (patterns, counts, texts and outbox are written in the same transaction), or alone, to be
/// folded afterwards by <see cref="LaterFold"/>; in one database always the one or always the other. One writer at a time works in a database, held apart by a lock
/// that ends with its transaction: so what is folded has all that came before, and positions appear in their order. Readers wait for nobody. Many observations in one
/// call cost far less than one by one.
/// </summary>
public sealed class ObservationStore(NpgsqlDataSource source, ILogger<ObservationStore> logger)
{
    /// <summary>The most observations that are written in one transaction.</summary>
    public const int MaxBatch = 25_000;

    /// <summary>Stores and folds; what is there already is passed over.</summary>
    /// <param name="observations">Any number; each <see cref="MaxBatch"/> of them are one transaction.</param>
    /// <param name="enqueue">Whether they are this instance's own, to be sent to the authority.</param>
    public Task<AppendResult> AppendAsync(IReadOnlyList<ReceivedObservation> observations, bool enqueue, CancellationToken cancellationToken) =>
        RunAsync(observations, batch => AppendBatchAsync(batch, enqueue, fold: true, cancellationToken));

    /// <summary>Stores without folding; what is there already is passed over.</summary>
    /// <param name="observations">Any number; each <see cref="MaxBatch"/> of them are one transaction.</param>
    public Task<AppendResult> StoreAsync(IReadOnlyList<ReceivedObservation> observations, CancellationToken cancellationToken) =>
        RunAsync(observations, batch => AppendBatchAsync(batch, enqueue: false, fold: false, cancellationToken));

    private async Task<AppendResult> RunAsync(IReadOnlyList<ReceivedObservation> observations, Func<ReceivedObservation[], Task<AppendResult>> appendBatchAsync)
    {
        ArgumentNullException.ThrowIfNull(observations);
        var result = new AppendResult(0, 0, []);
        foreach (var batch in observations.Chunk(MaxBatch))
        {
            result += await appendBatchAsync(batch);
        }

        foreach (var conflict in result.Conflicts)
        {
            KnowledgeLog.Conflict(logger, conflict.ToString());
        }

        return result;
    }

    private async Task<AppendResult> AppendBatchAsync(ReceivedObservation[] batch, bool enqueue, bool fold, CancellationToken cancellationToken)
    {
        var distinct = batch.DistinctBy(static o => o.Observation.Id).ToList();
        var conflicts = distinct.Count == batch.Length ? [] : ConflictsWithin(batch);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await AdvisoryLock.Writer.TakeAsync(connection, cancellationToken);
        var added = await ObservationInsert.RunAsync(connection, distinct, enqueue, cancellationToken);
        if (added.Count < distinct.Count)
        {
            conflicts.UnionWith(await ConflictsWithStoredAsync(connection, distinct.Where(o => !added.Contains(o.Observation.Id)), cancellationToken));
        }

        var (folded, used) = added.Count == 0 || !fold
            ? ([], [])
            : await PatternRebuild.RunAsync(
                connection, [.. distinct.Where(o => added.Contains(o.Observation.Id)).Select(static o => o.Observation)], long.MaxValue, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new AppendResult(added.Count, batch.Length - added.Count, [.. conflicts.Order()]) { Changed = folded, Used = used };
    }

    private static HashSet<Ulid> ConflictsWithin(ReceivedObservation[] batch) =>
        [.. batch.GroupBy(static o => o.Observation.Id).Where(static of => of.Any(o => !o.Digest.AsSpan().SequenceEqual(of.First().Digest))).Select(static of => of.Key)];

    private static async Task<List<Ulid>> ConflictsWithStoredAsync(
        NpgsqlConnection connection, IEnumerable<ReceivedObservation> known, CancellationToken cancellationToken)
    {
        var repeated = known.ToList();
        await using var command = new NpgsqlCommand(
            "SELECT o.id FROM unnest($1::text[], $2::bytea[]) AS i (id, digest) JOIN observations o ON o.id = i.id WHERE o.digest <> i.digest", connection)
            .With(repeated.Select(static o => o.Observation.Id.ToString()).ToArray())
            .With(repeated.Select(static o => o.Digest).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var conflicts = new List<Ulid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            conflicts.Add(Ulid.Parse(reader.GetString(0)));
        }

        return conflicts;
    }
}

/// <summary>What appending came to.</summary>
/// <param name="Added">Observations that are new.</param>
/// <param name="Repeated">Those that were not, conflicts included.</param>
/// <param name="Conflicts">Ids under which something else is kept: an instance restored from a backup, one id on two machines, or a forgery.</param>
public sealed record AppendResult(int Added, int Repeated, IReadOnlyList<Ulid> Conflicts)
{
    /// <summary>The patterns that were folded anew; one that several transactions changed stands there as often, the newest last.</summary>
    public IReadOnlyList<Pattern> Changed { get; init; } = [];

    /// <summary>The patterns of which nothing but the uses changed; likewise.</summary>
    public IReadOnlyList<UsedPattern> Used { get; init; } = [];

    public static AppendResult operator +(AppendResult left, AppendResult right) => Add(left, right);

    public static AppendResult Add(AppendResult left, AppendResult right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new AppendResult(left.Added + right.Added, left.Repeated + right.Repeated, [.. left.Conflicts, .. right.Conflicts])
        {
            Changed = [.. left.Changed, .. right.Changed],
            Used = [.. left.Used, .. right.Used],
        };
    }
}

/// <param name="Uses">All that it now has.</param>
public sealed record UsedPattern(Ulid Id, PatternUses Uses);
