namespace Singularity.Registry.Advisories.Dumps;

/// <summary>What a dump may cost. The largest that is published, npm's, has some 220,000 small documents.</summary>
internal sealed record DumpLimits
{
    /// <summary>Files in a dump. Default: 1,000,000.</summary>
    public int Entries { get; init; } = 1_000_000;

    /// <summary>Bytes of a zip's directory, which is read before any entry. Default: 256 MiB.</summary>
    public long DirectoryBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Bytes of all documents together. Default: 16 GiB.</summary>
    public long UnpackedBytes { get; init; } = 16L * 1024 * 1024 * 1024;

    /// <summary>Unpacked bytes per compressed byte of one entry. Default: 200.</summary>
    public int Ratio { get; init; } = 200;

    /// <summary>Below this size the ratio of an entry does not matter, in bytes. Default: 1 MiB.</summary>
    public int RatioFloorBytes { get; init; } = 1024 * 1024;

    /// <summary>Folders below the one given. Default: 8.</summary>
    public int Depth { get; init; } = 8;
}
