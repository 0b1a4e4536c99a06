using Singularity.Contracts.Identity;

namespace Singularity.Contracts.Packages;

/// <summary>packages.storage.stats: counted by the answering instance since it started, except what is stored.</summary>
/// <param name="Instance">The answering service instance, or "cli".</param>
/// <param name="UptimeMs">Milliseconds since it started.</param>
public sealed record StorageStats(
    string Instance, long UptimeMs, IReadOnlyList<TierStats> Tiers, IReadOnlyList<EcosystemStats> Ecosystems, UpstreamStats Upstream);

/// <summary>One tier.</summary>
/// <param name="State">up, or down while it does not answer and is skipped.</param>
/// <param name="Entries">Records held, or null when it cannot be counted cheaply.</param>
/// <param name="HitRate">Hits / (hits + misses), or null before the first look-up.</param>
public sealed record TierStats(string Tier, string State, long? Entries, long Hits, long Misses, long Failures, double? HitRate);

/// <summary>What is stored of one ecosystem.</summary>
public sealed record EcosystemStats(Ecosystem Ecosystem, long Packages, long Versions, long Snippets);

/// <summary>Calls to package registries.</summary>
/// <param name="Bytes">Bytes received in bodies.</param>
public sealed record UpstreamStats(long Requests, long NotModified, long Failures, long Bytes);
