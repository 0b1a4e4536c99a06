using Singularity.Contracts.Identity;

namespace Singularity.Contracts.Packages;

/// <summary>Everything known about one version of a package. Facts the registry did not give are null or empty, never guessed.</summary>
public sealed record PackageRecord
{
    // Generated JSON readers call every init accessor, with null for what the text lacks: the accessors below restore the default.
    private static readonly Dictionary<string, string> NoTags = [];

    public required Ecosystem Ecosystem { get; init; }

    /// <summary>The normalised name.</summary>
    public required string Name { get; init; }

    /// <summary>The exact version that this record describes.</summary>
    public required string Version { get; init; }

    /// <summary>The package URL with version.</summary>
    public string Purl => PackageUrl.Format(Ecosystem, Name, Version);

    public string? Description { get; init; }

    public IReadOnlyList<string> Keywords { get; init => field = value ?? []; } = [];

    /// <summary>An SPDX expression, or null when the raw text could not be read as one.</summary>
    public string? License { get; init; }

    /// <summary>The licence as the package states it.</summary>
    public string? LicenseText { get; init; }

    public string? Homepage { get; init; }

    public string? Repository { get; init; }

    /// <summary>Published versions, newest first by the ecosystem's order; the newest 2,000 where there are more.</summary>
    public IReadOnlyList<PackageVersion> Versions { get; init => field = value ?? []; } = [];

    /// <summary>How many versions the registry lists in all.</summary>
    public int VersionCount { get; init; }

    /// <summary>Tag to version, such as latest or next; empty where the ecosystem has none.</summary>
    public IReadOnlyDictionary<string, string> DistTags { get; init => field = value ?? NoTags; } = NoTags;

    /// <summary>Dependencies of <see cref="Version"/>.</summary>
    public IReadOnlyList<PackageDependency> Dependencies { get; init => field = value ?? []; } = [];

    /// <summary>Downloads as the registry counts them, or null when it was not asked or does not say.</summary>
    public long? Downloads { get; init; }

    /// <summary>The published archive, or null when the version has none.</summary>
    public PackageArchive? Archive { get; init; }

    /// <summary>The README of this version, as Markdown or plain text, at most 256 Ki characters; untrusted.</summary>
    public string? Readme { get; init; }

    /// <summary>The publisher's message when this version is deprecated, retired or yanked.</summary>
    public string? Deprecated { get; init; }

    /// <summary>Known vulnerabilities of this version, worst first; the worst 100 where there are more.</summary>
    public IReadOnlyList<Advisory> Advisories { get; init => field = value ?? []; } = [];

    /// <summary>Target frameworks or engines, such as node &gt;=18.</summary>
    public IReadOnlyList<string> Frameworks { get; init => field = value ?? []; } = [];

    /// <summary>When the archive was read.</summary>
    public required DateTimeOffset CollectedAt { get; init; }

    /// <summary>When the registry last confirmed the facts.</summary>
    public required DateTimeOffset ValidatedAt { get; init; }

    /// <summary>For conditional refresh: the registry's entity tag, or its Last-Modified date where it sends no tag.</summary>
    public string? ETag { get; init; }
}

/// <summary>One published version.</summary>
public sealed record PackageVersion(string Version, DateTimeOffset? Published = null, bool Yanked = false, bool Deprecated = false, string? Reason = null);

/// <summary>A dependency of one version.</summary>
/// <param name="Requirement">In the ecosystem's own syntax.</param>
/// <param name="Kind">runtime, dev, peer, optional or build.</param>
public sealed record PackageDependency(string Name, string Requirement, string Kind, bool Optional = false);

/// <summary>The archive that was read.</summary>
/// <param name="Algorithm">Of the checksum, such as sha512.</param>
/// <param name="Checksum">Lower-case hexadecimal.</param>
/// <param name="Verified">True when the bytes matched the registry's checksum before anything was read from them.</param>
/// <param name="Size">Compressed size in bytes.</param>
/// <param name="FileCount">Regular files in it.</param>
public sealed record PackageArchive(string Algorithm, string Checksum, bool Verified, long Size, int FileCount);

/// <summary>A known vulnerability, in OSV's terms.</summary>
/// <param name="Severity">none, low, medium, high, critical or unknown.</param>
/// <param name="Url">Where to read about it.</param>
/// <param name="Score">The CVSS score, 0 to 10, of the newest CVSS version that the advisory gives; null when it gives none.</param>
/// <param name="Aliases">The same vulnerability under other names.</param>
/// <param name="Fixed">The versions that end each affected range this version is in, oldest first; empty while there is no fix.</param>
/// <param name="Modified">When the advisory was last changed.</param>
public sealed record Advisory(
    string Id, string Summary, string? Severity = null, string? Url = null, double? Score = null, IReadOnlyList<string>? Aliases = null,
    IReadOnlyList<string>? Fixed = null, DateTimeOffset? Modified = null);

/// <summary>A package with what was cut from its archive: the unit that is stored.</summary>
public sealed record CollectedPackage(PackageRecord Package, IReadOnlyList<Snippet> Snippets);
