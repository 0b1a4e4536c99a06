using Singularity.Contracts.Identity;

namespace Singularity.Registry.Versions.PyPI;

/// <summary>Versions and specifiers of PEP 440.</summary>
internal sealed class PyPIVersionRules : VersionRules<Pep440Version>
{
    /// <summary>No number of a prefix is negative, so no prefix meets a version of another epoch.</summary>
    private static readonly long[] OtherEpoch = [-1];

    public static PyPIVersionRules Instance { get; } = new();

    public override Ecosystem Ecosystem => Ecosystem.PyPI;

    protected override Pep440Version? Parse(string text) => Pep440Version.TryParse(text, out var version) ? version : null;

    protected override int Compare(Pep440Version left, Pep440Version right) => left.ComparePrecedence(right);

    protected override bool IsPrerelease(Pep440Version version) => version.IsPrerelease;

    protected override IReadOnlyList<long> Release(Pep440Version version) => version.Epoch == 0 ? version.Release : OtherEpoch;

    protected override Func<Pep440Version, bool>? ParseRequirement(string text) => Pep440SpecifierSet.TryParse(text, out var set) ? set.Contains : null;

    /// <summary>PEP 440: where no final release satisfies a specifier, the pre-releases that do are taken.</summary>
    protected override Func<Pep440Version, bool>? ParseLastResort(string text) => Pep440SpecifierSet.TryParse(text, out var set) ? set.ContainsAny : null;
}
