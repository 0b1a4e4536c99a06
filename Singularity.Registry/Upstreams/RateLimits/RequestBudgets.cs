using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Upstreams.RateLimits;

/// <summary>
/// Makes requests wait for their turn within a registry's budget. The turns are kept in <see cref="UpstreamOptions.DataFolder"/>, so that processes
/// that run side by side or one after the other share one budget; without that folder each process keeps its own.
/// </summary>
internal sealed class RequestBudgets(IOptions<UpstreamOptions> options, TimeProvider time, ILogger<RequestBudgets> logger) : IDisposable
{
    private const string FolderName = "rate-limits";

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Waits for the turn of a request.</summary>
    /// <returns>Null once it may be sent; a problem when its turn would come too late. A caller that gives up while waiting has used its turn.</returns>
    public async Task<UpstreamProblem?> WaitAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        if (request.Budget is not { } budget)
        {
            return null;
        }

        var (place, at) = await TakeAsync(NameOf(request.Registry, budget), budget, cancellationToken);
        var wait = TimeSpan.FromTicks(Math.Max(0, at - time.GetUtcNow().UtcTicks));
        if (place < 0)
        {
            return new UpstreamProblem(
                ErrorCodes.Busy,
                $"{request.RegistryName} may be asked {budget.Requests} times in {budget.Window.TotalSeconds:0.###} s, and others wait already; "
                + $"the turn for {request.What} would come in {Math.Ceiling(wait.TotalSeconds)} s. Try again then.",
                wait);
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var known in _known.Values)
        {
            known.Gate.Dispose();
        }
    }

    private async Task<(int Place, long At)> TakeAsync(string name, RequestBudget budget, CancellationToken cancellationToken)
    {
        var known = _known.GetOrAdd(name, static (_, requests) => new Known(new long[requests], new SemaphoreSlim(1)), budget.Requests);
        await known.Gate.WaitAsync(cancellationToken);
        try
        {
            return await TakeFromFileAsync(name, known.Turns, budget, cancellationToken) ?? TakeFromMemory(known.Turns, budget);
        }
        finally
        {
            known.Gate.Release();
        }
    }

    private async Task<(int Place, long At)?> TakeFromFileAsync(string name, long[] turns, RequestBudget budget, CancellationToken cancellationToken)
    {
        if (options.Value.DataFolder is not { Length: > 0 } folder)
        {
            return null;
        }

        var path = Path.Combine(folder, FolderName, name);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return await BudgetFile.TakeAsync(path, turns, budget, time, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            UpstreamLog.BudgetNotShared(logger, path, exception);
            return null;
        }
    }

    private (int Place, long At) TakeFromMemory(long[] turns, RequestBudget budget)
    {
        var turn = BudgetTurns.Next(turns, budget, time.GetUtcNow().UtcTicks);
        if (turn.Place >= 0)
        {
            turns[turn.Place] = turn.At;
        }

        return turn;
    }

    /// <summary>A file name for the registry's origin; budgets of different sizes are kept apart.</summary>
    private static string NameOf(Uri registry, RequestBudget budget)
    {
        var origin = string.Concat(registry.IdnHost.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? char.ToLowerInvariant(c) : '_'));
        return string.Create(
            CultureInfo.InvariantCulture, $"{registry.Scheme}-{origin[..Math.Min(origin.Length, 128)]}-{registry.Port}-{budget.Requests}-in-{(long)budget.Window.TotalMilliseconds}ms");
    }

    private sealed record Known(long[] Turns, SemaphoreSlim Gate);
}
