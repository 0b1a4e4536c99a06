using Microsoft.Extensions.Options;
using Npgsql;
using Singularity.Api.Knowledge.Learning;
using Singularity.Api.Knowledge.Presence;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Api.Knowledge.Forwarding;

/// <summary>
/// Sends this instance's observations to the authority: at once when something was written here, and at intervals for what another process wrote. While they are
/// not taken it tries again ever more rarely, or as soon as CentralCloud is heard of; nothing is lost meanwhile.
/// </summary>
internal sealed class OutboxForwarder(
    ForwardPass pass,
    InstanceIdentity identity,
    OutboxSignal written,
    CentralPresence presence,
    ForwardState state,
    MigrationState schema,
    IOptions<SharingOptions> options,
    TimeProvider time,
    ILogger<OutboxForwarder> logger) : DatabaseWorker(schema)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    private readonly Signal _returned = presence.Watch();

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(FirstPause, options.Value.LongestPause);
        while (true)
        {
            var problem = await SendAsync(cancellationToken);
            Note(problem);
            if (problem is null or { Kind: ForwardProblemKind.TooLarge })
            {
                backoff.Reset();
                await written.WaitAsync(options.Value.OutboxPoll, cancellationToken);
            }
            else if (await _returned.WaitAsync(backoff.Next(), cancellationToken))
            {
                backoff.Reset();
            }
        }
    }

    private async Task<ForwardProblem?> SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await pass.RunAsync(await identity.ReadAsync(cancellationToken), options.Value.ForwardBatch, cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            return new ForwardProblem(ForwardProblemKind.DatabaseAway, $"This instance's database does not answer: {exception.Message}");
        }
    }

    private void Note(ForwardProblem? problem)
    {
        if (!state.Note(problem, time.GetUtcNow()))
        {
            return;
        }

        if (problem is null)
        {
            ForwardLog.Taken(logger);
        }
        else
        {
            ForwardLog.NotTaken(logger, problem.Text);
        }
    }
}

internal static partial class ForwardLog
{
    [LoggerMessage(1120, LogLevel.Information, "Observations are being taken by the authority.")]
    public static partial void Taken(ILogger logger);

    [LoggerMessage(1121, LogLevel.Warning, "Observations wait in the outbox. {Problem}")]
    public static partial void NotTaken(ILogger logger, string problem);

    [LoggerMessage(1122, LogLevel.Error, "{Count} observations made as instance {FormerId} are not taken from instance {Id}, and are kept. {Problem} Set Knowledge:InstanceId back; a linked machine is granted and linked anew as {FormerId}.")]
    public static partial void FormerNotTaken(ILogger logger, long count, string formerId, string id, string problem);

    [LoggerMessage(1123, LogLevel.Information, "The observations made as instance {FormerId} were taken.")]
    public static partial void FormerTaken(ILogger logger, string formerId);
}
