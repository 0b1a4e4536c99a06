using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Singularity.Contracts.Packages;

/// <summary>
/// One advisory in the Open Source Vulnerability format (ossf.github.io/osv-schema), with the fields that matching and reading need; others are not
/// kept. Field names are the format's. Untrusted text.
/// </summary>
public sealed record OsvDocument
{
    [JsonPropertyName("schema_version")]
    public string? SchemaVersion { get; init; }

    /// <summary>Unique in all databases, as in GHSA-…, CVE-… or RUSTSEC-….</summary>
    [AllowNull]
    public string Id { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? Modified { get; init; }

    public DateTimeOffset? Published { get; init; }

    /// <summary>When the advisory was taken back; null while it stands.</summary>
    public DateTimeOffset? Withdrawn { get; init; }

    /// <summary>The same vulnerability under other names.</summary>
    [AllowNull]
    public IReadOnlyList<string> Aliases { get; init => field = value ?? []; } = [];

    public string? Summary { get; init; }

    /// <summary>Markdown.</summary>
    public string? Details { get; init; }

    [AllowNull]
    public IReadOnlyList<OsvSeverity> Severity { get; init => field = value ?? []; } = [];

    [AllowNull]
    public IReadOnlyList<OsvAffected> Affected { get; init => field = value ?? []; } = [];

    [AllowNull]
    public IReadOnlyList<OsvReference> References { get; init => field = value ?? []; } = [];

    [JsonPropertyName("database_specific")]
    public OsvDatabaseSpecific? DatabaseSpecific { get; init; }
}

/// <summary>Which versions of one package are affected.</summary>
public sealed record OsvAffected
{
    public OsvPackage? Package { get; init; }

    /// <summary>Of this package, where it differs from the whole advisory's.</summary>
    [AllowNull]
    public IReadOnlyList<OsvSeverity> Severity { get; init => field = value ?? []; } = [];

    [AllowNull]
    public IReadOnlyList<OsvRange> Ranges { get; init => field = value ?? []; } = [];

    [AllowNull]
    public IReadOnlyList<string> Versions { get; init => field = value ?? []; } = [];
}

/// <param name="Ecosystem">npm, crates.io, Hex, NuGet or PyPI; others are not matched.</param>
public sealed record OsvPackage(string? Ecosystem, string? Name, string? Purl = null);

/// <param name="Type">SEMVER or ECOSYSTEM; GIT ranges name commits and are not kept.</param>
public sealed record OsvRange(string? Type, IReadOnlyList<OsvEvent>? Events);

/// <summary>One of the four is set.</summary>
/// <param name="Introduced">The first affected version; "0" stands for the time before any version.</param>
/// <param name="Fixed">The first version that is affected no more.</param>
/// <param name="LastAffected">The last affected version.</param>
/// <param name="Limit">Versions from here on are outside of the range; "*" stands for no limit.</param>
public sealed record OsvEvent(
    string? Introduced = null, string? Fixed = null, [property: JsonPropertyName("last_affected")] string? LastAffected = null, string? Limit = null);

/// <param name="Type">CVSS_V2, CVSS_V3, CVSS_V4 or a database's own.</param>
/// <param name="Score">The vector, for the CVSS types.</param>
public sealed record OsvSeverity(string? Type, string? Score);

public sealed record OsvReference(string? Type, string? Url);

/// <param name="Severity">What the database calls it, such as HIGH; null when it says nothing or something that is no text.</param>
public sealed record OsvDatabaseSpecific([property: JsonConverter(typeof(TextOrNothing))] string? Severity);
