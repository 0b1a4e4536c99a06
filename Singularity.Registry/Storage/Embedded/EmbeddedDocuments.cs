using LiteDB;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Storage.Embedded;

// LiteDB maps public properties with setters; Id becomes _id. Times are Unix milliseconds, since LiteDB dates lose their offset.

/// <summary>One package: what a list shows, and which version a request without a version means. Id: the package's key.</summary>
internal sealed class EmbeddedPackage
{
    public string Id { get; set; } = "";

    public string Ecosystem { get; set; } = "";

    public string Name { get; set; } = "";

    public string? HeadVersion { get; set; }

    public string ShownVersion { get; set; } = "";

    public string? Description { get; set; }

    public string? License { get; set; }

    public string[] Keywords { get; set; } = [];

    public int Snippets { get; set; }

    public long CollectedAt { get; set; }

    public long Downloads { get; set; }

    public bool Deprecated { get; set; }

    public int AdvisoryRank { get; set; }

    /// <summary>When the version that is shown was published; 0 where that is not known.</summary>
    public long PublishedAt { get; set; }

    /// <summary>Of its README, each once; null where an earlier version of this program wrote it, and then the fields above are not filled either.</summary>
    public string? Words { get; set; }
}

/// <summary>One version: the record as it goes over the wire. Id: the version's key.</summary>
internal sealed class EmbeddedVersion
{
    public string Id { get; set; } = "";

    public string PackageId { get; set; } = "";

    public string Version { get; set; } = "";

    public long Revision { get; set; }

    public long ValidatedAt { get; set; }

    public int Snippets { get; set; }

    /// <summary>True while PostgreSQL has not stored it: written by the CLI without servers.</summary>
    public bool Pending { get; set; }

    /// <summary>How bad the worst advisory is; see <see cref="Advisories.Scoring.AdvisorySeverity.Rank(IReadOnlyList{Contracts.Packages.Advisory})"/>.</summary>
    public int AdvisoryRank { get; set; }

    public byte[] Record { get; set; } = [];

    /// <summary>Of the record; see <see cref="ContentChecksum"/>. 0 where none was kept.</summary>
    public int Checksum { get; set; }

    /// <summary>What of a document is served.</summary>
    /// <exception cref="InvalidCastException">It is not one of these.</exception>
    public static PackageEntry ReadEntry(BsonDocument version) => new(
        version[nameof(Version)].AsString ?? throw new InvalidCastException("A version has no number."),
        DateTimeOffset.FromUnixTimeMilliseconds(version[nameof(ValidatedAt)].AsInt64),
        version[nameof(Revision)].AsInt64,
        version[nameof(Record)].AsBinary ?? throw new InvalidCastException("A version has no record."));

    /// <summary><see cref="Checksum"/> of a document.</summary>
    public static int ReadChecksum(BsonDocument version) => version[nameof(Checksum)] is { IsNull: false } checksum ? checksum.AsInt32 : 0;
}

/// <summary>The snippets of one version as UTF-8 JSON. Id: the version's key.</summary>
internal sealed class EmbeddedSnippets
{
    public string Id { get; set; } = "";

    public byte[] Json { get; set; } = [];

    /// <summary>Of the JSON; see <see cref="ContentChecksum"/>. 0 where none was kept.</summary>
    public int Checksum { get; set; }
}

/// <summary>A random value per file, by which a process notices that another one replaced the file.</summary>
internal sealed class EmbeddedMark
{
    public string Id { get; set; } = "";

    public string Value { get; set; } = "";
}

/// <summary>An import.</summary>
internal sealed class EmbeddedJob
{
    public string Id { get; set; } = "";

    public string Title { get; set; } = "";

    public long CreatedAt { get; set; }
}

/// <summary>A package that an import has to collect.</summary>
internal sealed class EmbeddedJobItem
{
    public string Id { get; set; } = "";

    public string JobId { get; set; } = "";

    public string Purl { get; set; } = "";

    public long Position { get; set; }

    public string State { get; set; } = "";

    public int Attempts { get; set; }

    public long Bytes { get; set; }

    public int Code { get; set; }

    public string? Error { get; set; }

    public long EndedAt { get; set; }
}
