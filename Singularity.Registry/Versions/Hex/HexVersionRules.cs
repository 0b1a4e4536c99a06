using Singularity.Contracts.Identity;

namespace Singularity.Registry.Versions.Hex;

/// <summary>Semantic versions without npm's leniency, and requirements as Elixir's <c>Version</c> module writes them.</summary>
internal sealed class HexVersionRules : VersionRules<SemVersion>
{
    public static HexVersionRules Instance { get; } = new();

    public override Ecosystem Ecosystem => Ecosystem.Hex;

    protected override SemVersion? Parse(string text) =>
        text.Length > 0 && char.IsAsciiDigit(text[0]) && SemVersion.TryParse(text, out var version) ? version : null;

    protected override int Compare(SemVersion left, SemVersion right) => left.ComparePrecedence(right);

    protected override bool IsPrerelease(SemVersion version) => version.IsPrerelease;

    protected override IReadOnlyList<long> Release(SemVersion version) => [version.Major, version.Minor, version.Patch];

    protected override Func<SemVersion, bool>? ParseRequirement(string text) => HexRequirement.TryParse(text, out var requirement) ? requirement.Holds : null;
}
