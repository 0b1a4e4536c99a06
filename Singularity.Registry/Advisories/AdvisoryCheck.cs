using System.Globalization;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Api;
using Singularity.Registry.Advisories.Matching;
using Singularity.Registry.Advisories.Stores;
using Singularity.Registry.Versions;

namespace Singularity.Registry.Advisories;

/// <summary>Answers what is known against packages, collected or not, and how current that is.</summary>
internal sealed class AdvisoryCheck(IAdvisoryStore store, OsvApi api, OsvApiFeed feed, IOptions<AdvisoryOptions> options)
{
    private const string NoSource = "No advisory source is configured: load an OSV dump with './singularity advisories load PATH', or set Advisories:Api.";

    public async Task<AdvisorySources> ReadSourcesAsync(CancellationToken cancellationToken)
    {
        var feeds = await store.ReadFeedsAsync(cancellationToken);
        var loaded = string.Join(
            ", ", feeds.Where(static f => f.AsOf is not null).Select(static f => $"{f.Advisories} for {f.Ecosystem} as of {Date(f.AsOf!.Value)}"));
        var note = (loaded.Length > 0, api.Address is not null) switch
        {
            (false, false) => NoSource,
            (true, false) => $"Advisories loaded: {loaded}.",
            (false, true) => "The configured API is asked about each package that is collected or checked; no dump is loaded.",
            (true, true) => $"Advisories loaded: {loaded}. The configured API is asked as well.",
        };
        return new AdvisorySources(note, options.Value.Api, feeds, await store.CountPendingAsync(cancellationToken));
    }

    /// <param name="sources">As read for the same answer.</param>
    public async Task<PackageAdvisories> CheckAsync(string purl, AdvisorySources sources, CancellationToken cancellationToken)
    {
        if (PackageSpec.Parse(purl, out var problem) is not { } spec)
        {
            return NotChecked(purl, problem!);
        }

        if (spec.Version is { } version && VersionRulesSet.Find(spec.Ecosystem) is { } rules && !rules.IsVersion(version))
        {
            return NotChecked(
                purl,
                $"'{PackageName.Display(version)}' is not one exact version of {spec.Ecosystem.PurlType()}; give one, or none for everything known of the package.");
        }

        var key = AdvisoryKey.For(spec.Ecosystem, spec.Name);
        await feed.RefreshAsync(key, spec.Name, cancellationToken);
        var matches = AdvisoryMatcher.Match(await store.FindAsync(key, cancellationToken), key, spec.Version);
        var loaded = sources.Feeds.FirstOrDefault(f => f.Ecosystem == spec.Ecosystem.PurlType())?.AsOf;
        var asked = await store.FindCheckAsync(key, cancellationToken);
        var asOf = loaded is null || asked > loaded ? asked : loaded;
        return new PackageAdvisories(
            purl, Note(spec, matches.Count, asOf), asOf, [.. matches.Select(static m => m.Advisory)], [.. matches.Select(m => Excerpt(m.Document, key))]);
    }

    private string Note(PackageSpec spec, int count, DateTimeOffset? asOf) => asOf is { } at
        ? count == 0 ? $"None known as of {Date(at)}." : $"{count} known as of {Date(at)}."
        : count > 0 ? $"{count} known."
        : api.Address is null ? NoSource
        : feed.Covers(spec.Ecosystem) ? "The advisory API could not be asked, and no dump of this ecosystem is loaded: nothing is known either way."
        : "The advisory API cannot be asked by NuGet's case-insensitive names, and no dump of this ecosystem is loaded: nothing is known either way.";

    // What concerns the package asked about; lists of single versions can be longer than all the rest.
    private static OsvDocument Excerpt(OsvDocument document, AdvisoryKey key) => document with
    {
        Affected = [.. document.Affected.Where(a => AdvisoryKey.For(a.Package) == key).Select(static a => a.Ranges.Count == 0 ? a : a with { Versions = [] })],
    };

    private static PackageAdvisories NotChecked(string purl, string problem) => new(purl, problem, null, [], [], Problem: problem);

    private static string Date(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
