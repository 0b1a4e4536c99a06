using Microsoft.Extensions.Options;
using Npgsql;
using Singularity.Api.Knowledge.Presence;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Nats;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Api.Knowledge.Syncing;

/// <summary>
/// Fetches from CentralCloud what this database lacks: after a start its own observations, which an instance that was restored from a backup, or set up anew under a
/// known id, no longer has; or those of all instances, for ever.
/// </summary>
internal sealed class CatchUp(
    NatsRequester requester,
    Subjects subjects,
    InstanceIdentity identity,
    ObservationReads observations,
    SyncCursors cursors,
    TakeObservations take,
    CentralPresence presence,
    CatchUpState state,
    MigrationState schema,
    IOptions<SharingOptions> options,
    ILogger<CatchUp> logger) : DatabaseWorker(schema)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Signal _returned = presence.Watch();

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(FirstPause, LongestPause);
        while (true)
        {
            if (presence.Report is not { State: PresenceState.Present, Instance: not null })
            {
                await _returned.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
                backoff.Reset();
                continue;
            }

            var problem = await SyncAsync(cancellationToken);
            if (state.End(problem) && problem is not null)
            {
                CatchUpLog.Failed(logger, problem);
            }

            if (problem is null && !options.Value.SyncAll)
            {
                return;
            }

            await _returned.WaitAsync(problem is null ? options.Value.SyncInterval : backoff.Next(), cancellationToken);
        }
    }

    /// <summary>Null when there is no more.</summary>
    private async Task<string?> SyncAsync(CancellationToken cancellationToken)
    {
        try
        {
            var id = await identity.ReadAsync(cancellationToken);
            var of = options.Value.SyncAll ? null : id;
            if (await ReadOnAsync(of, cancellationToken) is { } problem)
            {
                return problem;
            }

            // The cursor is another authority's, or of what this database no longer holds: once more, from the beginning.
            if (presence.Report.Instance is { } seen && await observations.CountAsync(id, cancellationToken) < seen.Observations && !state.IsRepeated)
            {
                state.Repeat();
                CatchUpLog.Again(logger, seen.Observations);
                await cursors.WriteAsync(of, 0, cancellationToken);
                return await ReadOnAsync(of, cancellationToken);
            }

            return null;
        }
        catch (NpgsqlException exception)
        {
            return $"This instance's database does not answer: {exception.Message}";
        }
    }

    private async Task<string?> ReadOnAsync(string? of, CancellationToken cancellationToken)
    {
        for (var cursor = await cursors.ReadAsync(of, cancellationToken); ;)
        {
            var reply = await requester.RequestAsync<SyncObservations, ObservationPage>(
                subjects.CentralSync, new SyncObservations(cursor, options.Value.SyncPage, of), options.Value.CentralTimeout, cancellationToken);
            switch (reply)
            {
                case ServiceReply<ObservationPage>.Failed failed:
                    return failed.Message;
                case ServiceReply<ObservationPage>.Ok { Value: { Observations: { } texts } page }:
                    await take.RunAsync(texts, of, cancellationToken);
                    if (page.Cursor > cursor)
                    {
                        await cursors.WriteAsync(of, page.Cursor, cancellationToken);
                    }

                    if (page.IsEnd || page.Cursor <= cursor)
                    {
                        return null;
                    }

                    cursor = page.Cursor;
                    break;
                default:
                    return "CentralCloud's page of observations cannot be read; do both run the same version?";
            }
        }
    }
}

internal static partial class CatchUpLog
{
    [LoggerMessage(1140, LogLevel.Warning, "Observations could not be fetched from CentralCloud; it is tried again. {Problem}")]
    public static partial void Failed(ILogger logger, string problem);

    [LoggerMessage(1141, LogLevel.Information, "CentralCloud holds {Count} observations of this instance, more than this database; they are read from the beginning.")]
    public static partial void Again(ILogger logger, long count);

    [LoggerMessage(1142, LogLevel.Information, "{Count} observations that this database lacked were fetched from CentralCloud.")]
    public static partial void Fetched(ILogger logger, int count);

    [LoggerMessage(1143, LogLevel.Warning, "{Count} observations from CentralCloud were passed over; the first: {Problem}")]
    public static partial void PassedOver(ILogger logger, int count, string problem);
}
