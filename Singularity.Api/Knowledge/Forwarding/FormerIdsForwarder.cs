using Microsoft.Extensions.Options;
using Npgsql;
using Singularity.Api.Knowledge.Presence;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Api.Knowledge.Forwarding;

/// <summary>
/// Sends what was observed under ids that this instance had before it was given its present one. The authority may refuse them; they are kept then, and stand in
/// nobody's way.
/// </summary>
internal sealed class FormerIdsForwarder(
    ForwardPass pass,
    Outbox outbox,
    InstanceIdentity identity,
    CentralPresence presence,
    ForwardState state,
    MigrationState schema,
    IOptions<SharingOptions> options,
    TimeProvider time,
    ILogger<FormerIdsForwarder> logger) : DatabaseWorker(schema)
{
    // So many tell whether the rest would be taken.
    private const int Trial = 16;

    // They are left over from a change that somebody made by hand; nobody waits for them.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Signal _returned = presence.Watch();

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await SendAsync(cancellationToken);
            await _returned.WaitAsync(Interval, cancellationToken);
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            var id = await identity.ReadAsync(cancellationToken);
            var waiting = await outbox.CountOthersAsync(id, cancellationToken);
            foreach (var (formerId, count) in waiting)
            {
                var problem = await pass.RunAsync(formerId, Math.Min(Trial, options.Value.ForwardBatch), cancellationToken);

                // While the authority is away nobody knows whether it would refuse them.
                if (problem is { Kind: ForwardProblemKind.NoAnswer or ForwardProblemKind.Disconnected } && presence.Report.State is not PresenceState.Present)
                {
                    continue;
                }

                Note(id, formerId, count, problem);
            }
        }
        catch (NpgsqlException)
        {
            // The other forwarder says so.
        }
    }

    private void Note(string id, string formerId, long count, ForwardProblem? problem)
    {
        if (!state.NoteFormer(formerId, problem, time.GetUtcNow()) && problem is not null)
        {
            return;
        }

        if (problem is null)
        {
            ForwardLog.FormerTaken(logger, formerId);
        }
        else
        {
            ForwardLog.FormerNotTaken(logger, count, formerId, id, problem.Text);
        }
    }
}
