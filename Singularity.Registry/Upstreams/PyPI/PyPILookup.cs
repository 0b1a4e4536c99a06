using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Versions;
using Singularity.Registry.Versions.PyPI;

namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>From a project to the version asked for.</summary>
internal static class PyPILookup
{
    private const string NoFiles = "No file of this version is published.";

    /// <summary>Where a specifier's version comes from when the index knows no tags.</summary>
    private static readonly Dictionary<string, string> NoTags = [];

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<PackageVersion> Versions(PyPIProject project) =>
        PyPIVersionRules.Instance.NewestFirst(project.Releases.Select(static r => Version(r.Key, r.Value)));

    public static string? Resolve(PackageSpec spec, IReadOnlyList<PackageVersion> versions) => PyPIVersionRules.Instance.Resolve(spec.Version, versions, NoTags);

    public static UpstreamLookup.Missing Missing(PackageSpec spec, IReadOnlyList<PackageVersion> versions)
    {
        var available = VersionRequest.Nearest(spec.Version, versions, NoTags);
        var hint = available.Count == 0 ? "It has no published version." : $"Available: {string.Join(", ", available)}.";
        return new UpstreamLookup.Missing(
            MissingPart.Version, $"pypi:{spec.Name} has no version that answers '{PackageName.Display(VersionRequest.Wanted(spec.Version))}'. {hint}", available);
    }

    /// <param name="info">Of the resolved version; null where the index has none, which leaves the facts to the archive.</param>
    public static UpstreamLookup Found(
        PackageSpec spec, PyPIIndex index, PyPIProject project, PackageRecord record, PyPIInfo? info, long maxWheel, long maxArchive)
    {
        var sources = PyPISources.Choose(project.Releases[record.Version], maxWheel, maxArchive, out var problem);
        return problem is not null
            ? Unusable(index, $"lists pypi:{spec.Name} {record.Version} {problem} It cannot be verified, so it is not read.")
            : new UpstreamLookup.Found(new UpstreamPackage(
                VersionRequest.Wanted(spec.Version), info is null ? record : PyPIFacts.Apply(info, record) with { Readme = sources.Count == 0 ? info.Description : null }, sources));
    }

    public static UpstreamLookup.Unavailable Unusable(PyPIIndex index, string problem) =>
        new(new UpstreamProblem(ErrorCodes.BadUpstream, $"{UpstreamUrl.Display(index.Simple)} {problem}"));

    /// <summary>A version is yanked when all its files are. One without files counts as yanked, since nobody can install it.</summary>
    private static PackageVersion Version(string version, IReadOnlyList<PyPIFile> files)
    {
        var isYanked = files.All(static f => f.YankedReason is not null);
        var reason = files.Count == 0 ? NoFiles : files.Select(static f => f.YankedReason).FirstOrDefault(static r => !string.IsNullOrWhiteSpace(r));
        return new PackageVersion(version, files.Min(static f => f.Published), Yanked: isYanked, Reason: isYanked ? reason : null);
    }
}
