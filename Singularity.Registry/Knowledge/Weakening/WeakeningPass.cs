using System.Data.Common;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Knowledge.Search;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Registry.Knowledge.Weakening;

/// <summary>
/// Holds patterns against versions behind the collecting: packages of which a version was just stored, and at the start and every now and then all that patterns
/// cite. What a crash, a full queue or an outage took away comes back that way.
/// </summary>
internal sealed class WeakeningPass(
    WeakeningQueue queue, CitedPackages cited, PackageWeakening weakening, MigrationState migrations, IOptions<PatternJoinOptions> options, TimeProvider time,
    ILogger<WeakeningPass> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    private long _sweptAt;
    private bool _isOutage;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await migrations.WaitAsync(stoppingToken);
            while (true)
            {
                if (await TryRoundAsync(stoppingToken))
                {
                    await queue.WaitAsync(options.Value.RecheckInterval, time, stoppingToken);
                }
                else
                {
                    await Task.Delay(Retry, time, stoppingToken);
                }

                if (time.GetElapsedTime(_sweptAt) >= options.Value.RecheckInterval)
                {
                    queue.AddAll();
                }
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
            if (queue.TakeAll())
            {
                _sweptAt = time.GetTimestamp();
                foreach (var purl in await cited.ReadAsync(cancellationToken))
                {
                    if (PackageUrl.Parse(purl, out _) is { } package)
                    {
                        await CheckAsync(package, cancellationToken);
                    }
                }
            }

            while (queue.Take() is { } package)
            {
                await CheckAsync(package, cancellationToken);
            }

            _isOutage = false;
            return true;
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            queue.AddAll();
            if (!_isOutage)
            {
                PatternLog.CheckWaits(logger, Retry.TotalMilliseconds, exception.Message);
            }

            _isOutage = true;
            return false;
        }
    }

    private async Task CheckAsync(PackageSpec package, CancellationToken cancellationToken)
    {
        try
        {
            await weakening.RunAsync(package, cancellationToken);
        }
#pragma warning disable CA1031 // One package that cannot be read must not keep the others waiting.
        catch (Exception exception) when (exception is not (DbException or TimeoutException or OperationCanceledException))
#pragma warning restore CA1031
        {
            PatternLog.NotChecked(logger, package.Purl, exception.Message);
        }
    }
}
