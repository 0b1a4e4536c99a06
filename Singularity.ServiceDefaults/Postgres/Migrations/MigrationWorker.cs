using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Singularity.ServiceDefaults.Postgres.Migrations;

/// <summary>Tries until the schema is there, or until only a new build could help.</summary>
internal sealed class MigrationWorker(
    NpgsqlDataSource source, IEnumerable<MigrationSet> sets, MigrationState state, TimeProvider time, ILogger<MigrationWorker> logger) : BackgroundService
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OptionalWait = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var waiting = sets.ToList();
        for (var wait = FirstWait; ; wait = wait < LongestWait ? wait + wait : LongestWait)
        {
            var database = "";
            try
            {
                string? leftOut = null;
                foreach (var set in waiting.ToList())
                {
                    database = set.Database;
                    var runner = new MigrationRunner(source, set, logger);
                    var count = await runner.RunAsync(stoppingToken);
                    leftOut ??= runner.LeftOut;
                    if (runner.LeftOut is null)
                    {
                        waiting.Remove(set);
                    }

                    if (!state.IsDone || count > 0)
                    {
                        MigrationLog.Done(logger, set.Database, count);
                    }
                }

                var news = leftOut != state.LeftOut;
                state.Skip(leftOut);
                state.Complete();
                if (leftOut is null)
                {
                    return;
                }

                // Somebody may install the extension while the service runs.
                if (news)
                {
                    MigrationLog.LeftOut(logger, database, leftOut);
                }

                wait = OptionalWait;
            }
            catch (MigrationException exception) when (!exception.Curable)
            {
                MigrationLog.Refused(logger, exception.Message);
                state.Fail(exception.Message);
                return;
            }
            catch (Exception exception) when (exception is MigrationException or NpgsqlException or SocketException or TimeoutException)
            {
                // Once the schema is there, only optional files are still tried.
                if (!state.IsDone)
                {
                    Note(database, exception);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Note(string database, Exception exception)
    {
        // Once per cause: an absent server would fill the log.
        if (state.Problem != exception.Message)
        {
            MigrationLog.Waiting(logger, database, exception.Message);
            state.Fail(exception.Message);
        }
    }
}

/// <summary>Unhealthy until the schema is there.</summary>
internal sealed class MigrationCheck(MigrationState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.IsDone ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(state.Problem ?? "not applied yet"));
}

internal static partial class MigrationLog
{
    [LoggerMessage(300, LogLevel.Information, "Database {Database}: applied migration {Migration}.")]
    public static partial void Applied(ILogger logger, string database, string migration);

    [LoggerMessage(301, LogLevel.Information, "Database {Database} is ready ({Count} migrations applied).")]
    public static partial void Done(ILogger logger, string database, int count);

    [LoggerMessage(302, LogLevel.Warning, "Database {Database} is not ready; trying again until it is: {Problem}")]
    public static partial void Waiting(ILogger logger, string database, string problem);

    [LoggerMessage(304, LogLevel.Warning, "Database {Database} does without a part: {Problem}")]
    public static partial void LeftOut(ILogger logger, string database, string problem);

    [LoggerMessage(303, LogLevel.Critical, "{Problem}")]
    public static partial void Refused(ILogger logger, string problem);
}
