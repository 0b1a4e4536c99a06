using Singularity.Contracts.Identity;

namespace Singularity.Registry.Versions.Npm;

/// <summary>Semantic versions and the ranges of the npm client.</summary>
internal sealed class NpmVersionRules : VersionRules<SemVersion>
{
    public static NpmVersionRules Instance { get; } = new();

    public override Ecosystem Ecosystem => Ecosystem.Npm;

    protected override SemVersion? Parse(string text) => SemVersion.TryParse(text, out var version) ? version : null;

    protected override int Compare(SemVersion left, SemVersion right) => left.ComparePrecedence(right);

    protected override bool IsPrerelease(SemVersion version) => version.IsPrerelease;

    protected override IReadOnlyList<long> Release(SemVersion version) => [version.Major, version.Minor, version.Patch];

    protected override Func<SemVersion, bool>? ParseRequirement(string text) => SemVersionRange.TryParse(text, out var range) ? range.Contains : null;
}
