using Singularity.Contracts.Identity;
using Singularity.Registry.Versions;

namespace Singularity.Registry.Upstreams;

/// <summary>
/// A package registry as its own client sees it: metadata, then one resolved version, then that version's archive. Expected
/// outcomes are values; an exception means a bug or a cancelled caller.
/// </summary>
internal interface IPackageUpstream
{
    Ecosystem Ecosystem { get; }

    /// <summary>Asks the registry for the package and resolves the version asked for.</summary>
    /// <param name="spec">Exact version, tag, range or prefix; no version means the newest stable.</param>
    /// <param name="etag">
    /// From an earlier <see cref="UpstreamPackage"/>, when the caller still holds a record that answers <paramref name="spec"/>;
    /// <see cref="UpstreamLookup.NotModified"/> then says that nothing about the package has changed.
    /// </param>
    /// <param name="progress">Told of the stage resolve; may be null.</param>
    Task<UpstreamLookup> FindAsync(PackageSpec spec, string? etag, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken);

    /// <summary>
    /// Downloads one archive of a found package and verifies all its bytes before any of them can be read. The caller disposes
    /// the <see cref="VerifiedArchive"/>.
    /// </summary>
    /// <param name="source">One of the package's <see cref="UpstreamPackage.Sources"/>.</param>
    Task<UpstreamArchive> DownloadAsync(
        UpstreamPackage package, ArchiveSource source, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken);

    /// <summary>The rules by which <see cref="FindAsync"/> resolves a version.</summary>
    IVersionRules Versions { get; }

    /// <summary>How long after it was published a version's archive may still be replaced by another. Default: not at all.</summary>
    TimeSpan MutableFor => TimeSpan.Zero;
}
