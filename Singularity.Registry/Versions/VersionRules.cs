using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Versions;

/// <summary>What is alike in all ecosystems, over versions that are parsed once.</summary>
internal abstract class VersionRules<TVersion> : IVersionRules
    where TVersion : class
{
    public abstract Ecosystem Ecosystem { get; }

    public bool IsVersion(string text) => Parse(text) is not null;

    public bool IsPrerelease(string version) => Parse(version) is { } parsed && IsPrerelease(parsed);

    public int Compare(string left, string right) => (Parse(left), Parse(right)) switch
    {
        ({ } l, { } r) => Compare(l, r),
        (null, null) => string.CompareOrdinal(left, right),
        (null, _) => -1,
        _ => 1,
    };

    public bool? Satisfies(string version, string requirement) =>
        ParseRequirement(requirement) is not { } holds ? null : Parse(version) is { } parsed && holds(parsed);

    public string? Resolve(string? requested, IReadOnlyList<PackageVersion> versions, IReadOnlyDictionary<string, string> distTags)
    {
        requested = VersionRequest.Wanted(requested);
        if (versions.FirstOrDefault(v => v.Version == requested) is { } same)
        {
            return same.Version;
        }

        if (distTags.TryGetValue(requested, out var tagged) && versions.Any(v => v.Version == tagged))
        {
            return tagged;
        }

        var known = ParseAll(versions);
        if (requested == VersionRequest.Latest)
        {
            return Newest(known.Where(v => !IsPrerelease(v.Parsed))) ?? Newest(known);
        }

        if (IsPrefix(requested))
        {
            return Newest(known.Where(v => !IsPrerelease(v.Parsed) && StartsWith(v.Parsed, requested)));
        }

        if (Parse(requested) is { } exact)
        {
            return known.Where(v => Compare(v.Parsed, exact) == 0).Select(v => v.Version.Version).FirstOrDefault();
        }

        return NewestThat(ParseRequirement(requested), known) ?? NewestThat(ParseLastResort(requested), known);
    }

    public IReadOnlyList<PackageVersion> NewestFirst(IEnumerable<PackageVersion> versions)
    {
        var order = Comparer<TVersion?>.Create((left, right) => (left, right) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            _ => Compare(left, right),
        });
        return [.. versions
            .Select(v => (Version: v, Parsed: Parse(v.Version)))
            .OrderByDescending(v => v.Parsed, order)
            .ThenByDescending(v => v.Version.Version, StringComparer.Ordinal)
            .Select(v => v.Version)];
    }

    /// <summary>Null for a text that is not one exact version.</summary>
    protected abstract TVersion? Parse(string text);

    protected abstract int Compare(TVersion left, TVersion right);

    protected abstract bool IsPrerelease(TVersion version);

    /// <summary>The numbers of the release, most significant first: what a prefix is compared with.</summary>
    protected abstract IReadOnlyList<long> Release(TVersion version);

    /// <summary>
    /// Null for a text that is no requirement. The predicate keeps prereleases out unless the requirement names one, as the ecosystem's client does.
    /// </summary>
    protected abstract Func<TVersion, bool>? ParseRequirement(string text);

    /// <summary>What the ecosystem's client takes where nothing published answers the requirement itself; null when nothing.</summary>
    protected virtual Func<TVersion, bool>? ParseLastResort(string text) => null;

    /// <summary>One to three numbers; complete versions of three numbers are exact.</summary>
    private static bool IsPrefix(string text) => text.Count(c => c == '.') < 2 && text.Split('.').All(static part =>
        part.Length is > 0 and <= 18 && !part.AsSpan().ContainsAnyExceptInRange('0', '9'));

    private bool StartsWith(TVersion version, string prefix)
    {
        var release = Release(version);
        var parts = prefix.Split('.');
        for (var i = 0; i < parts.Length; i++)
        {
            if (long.Parse(parts[i], System.Globalization.CultureInfo.InvariantCulture) != (i < release.Count ? release[i] : 0))
            {
                return false;
            }
        }

        return true;
    }

    private string? NewestThat(Func<TVersion, bool>? holds, List<Known> versions) =>
        holds is null ? null : Newest(versions.Where(v => holds(v.Parsed)));

    private string? Newest(IEnumerable<Known> versions) => versions
        .OrderBy(v => v.Version.Deprecated || v.Version.Yanked)
        .ThenByDescending(v => v.Parsed, Comparer<TVersion>.Create(Compare))
        .ThenByDescending(v => v.Version.Version, StringComparer.Ordinal)
        .Select(v => v.Version.Version)
        .FirstOrDefault();

    private List<Known> ParseAll(IReadOnlyList<PackageVersion> versions)
    {
        var result = new List<Known>(versions.Count);
        foreach (var version in versions)
        {
            if (Parse(version.Version) is { } parsed)
            {
                result.Add(new Known(version, parsed));
            }
        }

        return result;
    }

    private readonly record struct Known(PackageVersion Version, TVersion Parsed);
}
