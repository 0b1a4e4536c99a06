using Singularity.Contracts.Identity;

namespace Singularity.Contracts.Packages;

/// <summary>packages.registry.collect.</summary>
/// <param name="Force">Ask the registry and read the archive again even when the record is fresh.</param>
/// <param name="JobId">Chosen by the caller so that it can follow progress from the start; null lets the service choose.</param>
public sealed record CollectPackage(Ecosystem Ecosystem, string Name, string? Version = null, bool Force = false, string? JobId = null);

/// <summary>The answer of packages.registry.collect.</summary>
/// <param name="Snippets">How many snippets were cut.</param>
/// <param name="Dependencies">How many dependencies the version has.</param>
/// <param name="Bytes">Bytes downloaded for this job; 0 when nothing had to be.</param>
/// <param name="ElapsedMs">Milliseconds from request to stored.</param>
public sealed record CollectReport(string JobId, PackageRecord Package, int Snippets, int Dependencies, long Bytes, long ElapsedMs)
{
    private static readonly Dictionary<string, int> NoKinds = [];

    // Init accessors restore the default, as in PackageRecord.

    /// <summary>How many snippets of each kind.</summary>
    public IReadOnlyDictionary<string, int> Kinds { get; init => field = value ?? NoKinds; } = NoKinds;

    /// <summary>The first signatures and examples, up to ten and five: enough to see what the package is like.</summary>
    public IReadOnlyList<Snippet> Sample { get; init => field = value ?? []; } = [];
}

/// <summary>packages.registry.progress.{jobId} and events of the same shape to a console.</summary>
/// <param name="Stage">resolve, download, verify, extract, store or done.</param>
/// <param name="Done">Bytes or items done in this stage.</param>
/// <param name="Total">Bytes or items in all, or null when unknown.</param>
public sealed record CollectProgress(string JobId, string Purl, string Stage, long Done, long? Total);

/// <summary>events.packages.collected.</summary>
public sealed record PackageCollected(string Purl, int Snippets, DateTimeOffset At);

/// <summary>events.packages.failed.</summary>
public sealed record PackageFailed(string Purl, int Code, string Error, DateTimeOffset At);

/// <summary>events.packages.invalidated.</summary>
public sealed record PackageInvalidated(string Purl, DateTimeOffset At);
