namespace Singularity.Registry.Lockfiles;

/// <summary>How far a search for lockfiles goes.</summary>
internal sealed record LockfileScanLimits
{
    /// <summary>Folders below the first. Default 16.</summary>
    public int MaxDepth { get; init; } = 16;

    /// <summary>Lockfiles. Default 1,000.</summary>
    public int MaxFiles { get; init; } = 1_000;

    /// <summary>Files and folders looked at. Default 500,000.</summary>
    public int MaxEntries { get; init; } = 500_000;
}
