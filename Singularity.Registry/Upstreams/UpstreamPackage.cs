using Singularity.Contracts.Packages;

namespace Singularity.Registry.Upstreams;

/// <summary>A version found in a registry, before its archive is read.</summary>
/// <param name="Requested">The version, range or tag as asked for; "latest" when none was given.</param>
/// <param name="Record">
/// The registry's facts about the resolved version. Archive and readme are null and <c>CollectedAt</c> is the time of this answer until
/// the archive is read.
/// </param>
/// <param name="Sources">
/// The archives to read: one, or two where the ecosystem publishes sources and build apart, the one the record describes first; empty when the
/// version was published without an archive.
/// </param>
internal sealed record UpstreamPackage(string Requested, PackageRecord Record, IReadOnlyList<ArchiveSource> Sources)
{
    public string Resolved => Record.Version;
}

/// <summary>The published archive of one version.</summary>
/// <param name="Url">Absolute, http or https, without user information.</param>
/// <param name="Checksums">What the registry states, strongest algorithm first; several of one algorithm are alternatives. Empty only beside a <see cref="Signature"/>.</param>
/// <param name="Layout">How the archive is packed.</param>
/// <param name="Use">What is read from it.</param>
internal sealed record ArchiveSource(
    Uri Url, IReadOnlyList<ArchiveChecksum> Checksums, ArchiveLayout Layout = ArchiveLayout.TarGzInFolder, ArchiveUse Use = ArchiveUse.All)
{
    /// <summary>
    /// Where no checksum is stated: verifies the signature that the archive carries over all its bytes. Null when it holds; otherwise what is wrong and
    /// the remedy, continuing "The archive ...".
    /// </summary>
    public Func<Stream, string?>? Signature { get; init; }
}

/// <summary>How an archive is packed.</summary>
internal enum ArchiveLayout
{
    /// <summary>tar.gz with everything in one folder, which is left out of paths: npm, crates.io, Python source distributions.</summary>
    TarGzInFolder,

    /// <summary>zip without an outer folder: NuGet packages and Python wheels.</summary>
    Zip,

    /// <summary>zip with everything in one folder, which is left out of paths: old Python source distributions.</summary>
    ZipInFolder,

    /// <summary>hex.pm: an uncompressed tar of VERSION, metadata.config, contents.tar.gz and CHECKSUM.</summary>
    HexTar,
}

/// <summary>What is read from an archive.</summary>
[Flags]
internal enum ArchiveUse
{
    /// <summary>Public API and its documentation comments.</summary>
    Code = 1,

    /// <summary>README, change log and examples.</summary>
    Documents = 2,

    All = Code | Documents,
}

/// <summary>A checksum that a registry states.</summary>
/// <param name="Algorithm">sha512, sha384, sha256 or sha1.</param>
/// <param name="Value">Lower-case hexadecimal.</param>
internal sealed record ArchiveChecksum(string Algorithm, string Value);
