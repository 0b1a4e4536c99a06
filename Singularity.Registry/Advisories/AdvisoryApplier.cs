using System.Text.Json;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Stores;
using Singularity.Registry.Collecting;

namespace Singularity.Registry.Advisories;

/// <summary>
/// Rewrites stored versions whose advisories changed, through the write path so that every tier and instance sees it. A package leaves the list of
/// pending ones after its versions are written: what is interrupted goes on at the next call.
/// </summary>
internal sealed class AdvisoryApplier(IAdvisoryStore store, PackageWrites writes, TimeProvider time, ILogger<AdvisoryApplier> logger)
{
    /// <summary>After this long a call ends, so that its caller hears of progress.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(10);

    /// <param name="limit">Package names to look at.</param>
    public async Task<AdvisoriesApplied> ApplyAsync(int limit, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var rewritten = 0;
        var done = new List<PendingAdvisory>();
        foreach (var pending in await store.ReadPendingAsync(limit, cancellationToken))
        {
            if (done.Count > 0 && time.GetElapsedTime(started) > Slice)
            {
                break;
            }

            rewritten += pending.Held.Count == 0 ? 0 : await ApplyAsync(pending, cancellationToken);
            done.Add(pending);
        }

        await store.RemovePendingAsync(done, cancellationToken);
        if (rewritten > 0)
        {
            AdvisoryLog.Applied(logger, rewritten, done.Count);
        }

        return new AdvisoriesApplied(done.Count, rewritten, await store.CountPendingAsync(cancellationToken));
    }

    private async Task<int> ApplyAsync(PendingAdvisory pending, CancellationToken cancellationToken)
    {
        var known = await store.FindAsync(pending.Key, cancellationToken);
        var rewritten = 0;
        foreach (var (name, version) in pending.Held)
        {
            var (held, _) = await writes.FindHeldAsync(new PackageSpec(pending.Key.Ecosystem, name, version), cancellationToken);
            if (held is not null && AdvisoryJoin.Match(known, held.Package) is var advisories && !Same(held.Package.Advisories, advisories))
            {
                await writes.RewriteAsync(held with { Package = held.Package with { Advisories = advisories } }, cancellationToken);
                rewritten++;
            }
        }

        return rewritten;
    }

    // Records hold lists, which compare by reference; their text tells whether anything a reader sees has changed.
    private static bool Same(IReadOnlyList<Advisory> left, IReadOnlyList<Advisory> right) => left.Count == right.Count
        && left.Zip(right).All(static pair => Text(pair.First) == Text(pair.Second));

    private static string Text(Advisory advisory) => JsonSerializer.Serialize(advisory, SingularityJson.Default.Advisory);
}
