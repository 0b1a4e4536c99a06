using Microsoft.Extensions.Options;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Registry.Knowledge;

/// <summary>
/// Asks PostgreSQL for patterns within a deadline. Whoever failed is left alone for a while, so that an outage costs one answer its deadline and not every
/// answer; it is logged once, and so is its end.
/// </summary>
internal sealed class PatternGuard(MigrationState migrations, IOptions<PatternJoinOptions> options, TimeProvider time, ILogger<PatternGuard> logger)
{
    private const string NotReady = "Learned patterns are left out: their tables are not set up yet; see the health page of the registry service.";
    private const string Away = "Learned patterns are left out: PostgreSQL does not answer for them in time; see the health page of the registry service.";

    private readonly Lock _lock = new();
    private long? _failedAt;
    private bool _isOutage;

    /// <returns>The answer, or null and why.</returns>
    public async Task<(T? Answer, string? Note)> AskAsync<T>(Func<CancellationToken, Task<T>> question, TimeSpan deadline, CancellationToken cancellationToken)
        where T : class
    {
        if (!migrations.IsDone)
        {
            return (null, NotReady);
        }

        if (IsPaused())
        {
            return (null, Away);
        }

        try
        {
            // The driver may take longer to stop than it was given: it is not waited for.
            var answer = await StoppableAsync(question, deadline, cancellationToken).WaitAsync(deadline, time, cancellationToken);
            Succeed();
            return (answer, null);
        }
#pragma warning disable CA1031 // Patterns come beside an answer, which must not fail for whatever reason they do.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Fail(exception);
            return (null, Away);
        }
    }

    private async Task<T> StoppableAsync<T>(Func<CancellationToken, Task<T>> question, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(deadline, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        return await question(stop.Token);
    }

    private bool IsPaused()
    {
        lock (_lock)
        {
            return _failedAt is { } at && time.GetElapsedTime(at) < options.Value.Pause;
        }
    }

    private void Succeed()
    {
        lock (_lock)
        {
            _failedAt = null;
            if (!_isOutage)
            {
                return;
            }

            _isOutage = false;
        }

        PatternLog.Back(logger);
    }

    private void Fail(Exception exception)
    {
        lock (_lock)
        {
            _failedAt = time.GetTimestamp();
            if (_isOutage)
            {
                return;
            }

            _isOutage = true;
        }

        PatternLog.Away(logger, exception.Message);
    }
}
