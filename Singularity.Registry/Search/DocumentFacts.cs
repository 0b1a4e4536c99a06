using Singularity.Contracts.Identity;

namespace Singularity.Registry.Search;

/// <summary>What filters and penalties ask of a package: facts of the version that is shown.</summary>
/// <param name="License">An SPDX expression, or null when unknown.</param>
/// <param name="AdvisoryRank">0 without advisories, 1 to 4 from low to critical, 5 where one is of unknown severity.</param>
/// <param name="Deprecated">Deprecated, retired or yanked by its publisher.</param>
/// <param name="Published">Null when the registry does not say.</param>
internal sealed record DocumentFacts(
    Ecosystem Ecosystem, string Version, string? License = null, short AdvisoryRank = 0, bool Deprecated = false, DateTimeOffset? Published = null);
