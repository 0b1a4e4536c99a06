using Singularity.Contracts.Identity;

namespace Singularity.Registry.Versions.Cargo;

/// <summary>Semantic versions and the requirements of cargo.</summary>
internal sealed class CargoVersionRules : VersionRules<SemVersion>
{
    public static CargoVersionRules Instance { get; } = new();

    public override Ecosystem Ecosystem => Ecosystem.Cargo;

    protected override SemVersion? Parse(string text) => SemVersion.TryParse(text, out var version) ? version : null;

    protected override int Compare(SemVersion left, SemVersion right) => left.ComparePrecedence(right);

    protected override bool IsPrerelease(SemVersion version) => version.IsPrerelease;

    protected override IReadOnlyList<long> Release(SemVersion version) => [version.Major, version.Minor, version.Patch];

    protected override Func<SemVersion, bool>? ParseRequirement(string text) => CargoRequirement.TryParse(text, out var requirement) ? requirement.Holds : null;
}
