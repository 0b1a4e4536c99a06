using Singularity.Contracts.Identity;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Packages;
using Singularity.Knowledge.Authoring;
using Singularity.Knowledge.Observations;
using Singularity.Knowledge.Search;
using Singularity.Knowledge.Storage;

namespace Singularity.Registry.Knowledge.Weakening;

/// <summary>
/// Holds the patterns about one package against its stored versions: where a version for which a pattern is said to hold lacks a symbol that the pattern cites
/// and the stored version before it has, that is observed, once for each pattern and cause. A symbol that comes back changes nothing by itself: a correction
/// answers the cause. Reads all anew, so that it may run as often as anyone likes.
/// </summary>
internal sealed class PackageWeakening(
    StoredApis apis, CitedPackages cited, WeaknessReads weaknesses, IVersionRanges ranges, LocalAuthor author, ObservationStore store, WeakeningTurns turns,
    ILogger<PackageWeakening> logger)
{
    /// <param name="package">Without a version.</param>
    /// <returns>How many observations were made.</returns>
    public async Task<int> RunAsync(PackageSpec package, CancellationToken cancellationToken)
    {
        var releases = await apis.ReadReleasesAsync(package, cancellationToken);
        if (releases.Count < 2 || (await ReadCitationsAsync(package, cancellationToken)).Count == 0)
        {
            return 0;
        }

        await using var turn = await turns.TakeAsync(cancellationToken);
        var citations = await ReadCitationsAsync(package, cancellationToken);
        var known = await weaknesses.ReadCausesAsync(citations.Select(static c => c.Pattern.Id).Distinct(), cancellationToken);
        var found = new List<(Pattern Pattern, string Symbol, Weakened Fact)>();
        (string Version, IReadOnlyList<Snippet> Snippets)? last = null;
        foreach (var (older, newer) in releases.Zip(releases.Skip(1)))
        {
            var concerned = citations.Where(c => c.Range is null || ranges.Contains(package.Ecosystem, c.Range, newer) == true).ToList();
            if (concerned.Count == 0)
            {
                continue;
            }

            var before = last is var (version, held) && version == older ? held : await apis.ReadAsync(package, older, cancellationToken);
            var after = await apis.ReadAsync(package, newer, cancellationToken);
            last = (newer, after);
            var removed = RemovedSymbols.Find(package.Ecosystem, before, after, concerned.Select(static c => c.Symbol).Distinct()).ToHashSet();
            foreach (var (pattern, symbol, _) in concerned.Where(c => removed.Contains(c.Symbol)))
            {
                var cause = WeakeningCause.Of(package, newer, symbol);

                // One removal, seen between other versions by somebody else, counts once while it is not answered.
                if (!known.Contains((pattern.Id, cause)) && !pattern.Weaknesses.Any(w => w.Cause == cause || WeakeningCause.IsAbout(w.Cause, package, symbol))
                    && !found.Exists(f => f.Pattern.Id == pattern.Id && f.Symbol == symbol))
                {
                    found.Add((pattern, symbol, new Weakened { Cause = cause, Reason = $"{package.Name} {newer} has no {symbol}, which {older} has." }));
                }
            }
        }

        return found.Count == 0 ? 0 : await AppendAsync(found, cancellationToken);
    }

    private async Task<IReadOnlyList<Citation>> ReadCitationsAsync(PackageSpec package, CancellationToken cancellationToken) =>
        [.. (await cited.ReadPatternsAsync(package.Purl, cancellationToken)).SelectMany(pattern => pattern.Content!.Packages
            .Where(reference => reference.Purl == package.Purl)
            .SelectMany(reference => reference.Symbols.Select(symbol => new Citation(pattern, symbol, reference.Range))))];

    private async Task<int> AppendAsync(List<(Pattern Pattern, string Symbol, Weakened Fact)> found, CancellationToken cancellationToken)
    {
        var observer = await author.ReadAsync(cancellationToken);
        var observations = new List<ReceivedObservation>();
        foreach (var (pattern, _, fact) in found)
        {
            switch (ObservationReader.Accept(observer.Observe(pattern, fact)))
            {
                case ObservationReading.Read(var observation):
                    observations.Add(observation);
                    PatternLog.Weakened(logger, pattern.Id.ToString(), fact.Cause);
                    break;
                case ObservationReading.Invalid(var problem):
                    PatternLog.NotChecked(logger, fact.Cause, problem);
                    break;
            }
        }

        await store.AppendAsync(observations, enqueue: true, cancellationToken);
        return observations.Count;
    }

    private sealed record Citation(Pattern Pattern, string Symbol, string? Range);
}
