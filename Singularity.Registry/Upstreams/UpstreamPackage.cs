using Singularity.Contracts.Packages;

namespace Singularity.Registry.Upstreams;

/// <summary>A version found in a registry, before its archive is read.</summary>
/// <param name="Requested">The version, range or tag as asked for; "latest" when none was given.</param>
/// <param name="Record">
/// The registry's facts about the resolved version. Archive and readme are null and <c>CollectedAt</c> is the time of this answer until
/// the archive is read.
/// </param>
/// <param name="Source">Where the archive is and what its bytes must hash to.</param>
internal sealed record UpstreamPackage(string Requested, PackageRecord Record, ArchiveSource Source)
{
    public string Resolved => Record.Version;
}

/// <summary>The published archive of one version.</summary>
/// <param name="Url">Absolute, http or https, without user information.</param>
/// <param name="Checksums">What the registry states, strongest algorithm first; several of one algorithm are alternatives. Never empty.</param>
internal sealed record ArchiveSource(Uri Url, IReadOnlyList<ArchiveChecksum> Checksums);

/// <summary>A checksum that a registry states.</summary>
/// <param name="Algorithm">sha512, sha384, sha256 or sha1.</param>
/// <param name="Value">Lower-case hexadecimal.</param>
internal sealed record ArchiveChecksum(string Algorithm, string Value);
