namespace Singularity.Registry.Advisories.Stores;

// LiteDB maps public properties with setters; Id becomes _id. Times are Unix microseconds, as fine as PostgreSQL keeps them.

/// <summary>One advisory. Id: its id, encoded as in <see cref="Contracts.Identity.PackageKey"/>.</summary>
internal sealed class EmbeddedAdvisory
{
    public string Id { get; set; } = "";

    public long Modified { get; set; }

    public bool Withdrawn { get; set; }

    public string Json { get; set; } = "";
}

/// <summary>What is kept of one package's advisories. Id: the package's key.</summary>
internal sealed class EmbeddedAdvisoryPackage
{
    public string Id { get; set; } = "";

    public string Ecosystem { get; set; } = "";

    /// <summary>Ids of advisories that name it, encoded.</summary>
    public string[] Advisories { get; set; } = [];

    /// <summary>When the API was last asked; 0 for never.</summary>
    public long CheckedAt { get; set; }

    /// <summary>True while stored records do not show the newest advisories.</summary>
    public bool Pending { get; set; }

    /// <summary>Grows with every marking.</summary>
    public long Stamp { get; set; }
}

/// <summary>How current the dumps of an ecosystem are. Id: the purl type.</summary>
internal sealed class EmbeddedAdvisoryFeed
{
    public string Id { get; set; } = "";

    public long AsOf { get; set; }

    public long LoadedAt { get; set; }
}
