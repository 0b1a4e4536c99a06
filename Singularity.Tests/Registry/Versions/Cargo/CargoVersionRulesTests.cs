using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Versions;
using Singularity.Registry.Versions.Cargo;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Versions.Cargo;

public sealed class CargoVersionRulesTests
{
    private static readonly Dictionary<string, string> NoTags = [];

    private static readonly PackageVersion[] Versions =
    [
        new("0.9.0"), new("1.0.0"), new("1.1.0"), new("1.1.1", Yanked: true), new("1.2.0-rc.1"), new("2.0.0-alpha.1"),
    ];

    private static readonly Gen<string> Requirements =
        from name in Gen.Elements("", "^", "~", "=", ">", ">=", "<", "<=")
        from parts in Gen.Choose(1, 3)
        from numbers in Gen.Choose(0, 3).ListOf(3)
        select name + string.Join('.', numbers.Take(parts));

    private static readonly Gen<string> Releases = Gen.Choose(0, 3).ListOf(3).Select(n => string.Join('.', n));

    [Theory]
    [InlineData("1.2.3", "1.2.3 1.2.9 1.9.0", "1.2.2 2.0.0 0.9.0")]
    [InlineData("1.2", "1.2.0 1.9.9", "1.1.9 2.0.0")]
    [InlineData("1", "1.0.0 1.9.9", "2.0.0 0.9.9")]
    [InlineData("0.2.3", "0.2.3 0.2.9", "0.2.2 0.3.0 1.0.0")]
    [InlineData("0.2", "0.2.0 0.2.9", "0.3.0 0.1.9")]
    [InlineData("0.0.3", "0.0.3", "0.0.4 0.0.2 0.1.0")]
    [InlineData("0.0", "0.0.0 0.0.9", "0.1.0")]
    [InlineData("0", "0.0.0 0.9.9", "1.0.0")]
    [InlineData("^1.2.3", "1.2.3 1.9.0", "2.0.0 1.2.2")]
    [InlineData("~1.2.3", "1.2.3 1.2.9", "1.3.0 1.2.2")]
    [InlineData("~1.2", "1.2.0 1.2.9", "1.3.0")]
    [InlineData("~1", "1.0.0 1.9.9", "2.0.0")]
    [InlineData("*", "0.0.0 9.9.9", "1.0.0-alpha")]
    [InlineData("1.*", "1.0.0 1.9.9", "2.0.0")]
    [InlineData("1.2.*", "1.2.0 1.2.9", "1.3.0")]
    [InlineData("1.*.*", "1.0.0 1.9.9", "2.0.0")]
    [InlineData(">= 1.2.0", "1.2.0 3.0.0", "1.1.9")]
    [InlineData("> 1", "2.0.0", "1.0.0 1.9.9")]
    [InlineData(">1.2", "1.3.0", "1.2.0 1.2.9")]
    [InlineData("<= 1.2", "1.2.9 1.0.0", "1.3.0")]
    [InlineData("< 2", "1.9.9 0.0.1", "2.0.0 2.0.1")]
    [InlineData("= 1.2.3", "1.2.3 1.2.3+build", "1.2.4")]
    [InlineData("=1.2", "1.2.0 1.2.9", "1.3.0")]
    [InlineData(">= 1.2, < 1.5", "1.2.0 1.4.9", "1.5.0 1.1.9")]
    [InlineData("^1.2.3-alpha.1", "1.2.3-alpha.1 1.2.3-beta 1.2.3 1.5.0", "1.2.4-alpha.1 1.2.3-alpha.0 1.3.0-beta")]
    [InlineData(">=1.0.0-rc.1, <2", "1.0.0-rc.1 1.0.0-rc.2 1.0.0 1.9.0", "1.0.0-beta 1.1.0-rc.1 2.0.0-alpha")]
    [InlineData("0.0.1-dev", "0.0.1-dev 0.0.1", "0.0.2")]
    public void Holds_for_what_cargo_says_it_holds(string requirement, string inside, string outside)
    {
        inside.Split(' ').ShouldAllBe(v => CargoVersionRules.Instance.Satisfies(v, requirement) == true);
        outside.Split(' ').ShouldAllBe(v => CargoVersionRules.Instance.Satisfies(v, requirement) == false);
    }

    [Theory]
    [InlineData("")]
    [InlineData("^")]
    [InlineData("1.2.3.4")]
    [InlineData("1.*.3")]
    [InlineData("1, ")]
    [InlineData("1 2")]
    [InlineData("01.2")]
    [InlineData("1.2-alpha")]
    [InlineData("1 || 2")]
    [InlineData("stable")]
    public void Refuses_what_is_no_requirement(string text) => CargoVersionRules.Instance.Satisfies("1.0.0", text).ShouldBeNull();

    [Fact]
    public void Refuses_more_comparators_than_cargo_takes()
    {
        CargoVersionRules.Instance.Satisfies("1.0.0", string.Join(',', Enumerable.Repeat(">=0", 32))).ShouldBe(true);
        CargoVersionRules.Instance.Satisfies("1.0.0", string.Join(',', Enumerable.Repeat(">=0", 33))).ShouldBeNull();
    }

    [Theory]
    [InlineData(null, "1.1.0")]
    [InlineData("1.1.1", "1.1.1")]
    [InlineData("1", "1.1.0")]
    [InlineData("1.1", "1.1.0")]
    [InlineData("^1", "1.1.0")]
    [InlineData("=1.1.1", "1.1.1")]
    [InlineData("1.2.0-rc.1", "1.2.0-rc.1")]
    [InlineData(">=2.0.0-alpha", "2.0.0-alpha.1")]
    [InlineData("^3", null)]
    public void Resolves_exact_then_prefix_then_requirement(string? requested, string? expected) =>
        CargoVersionRules.Instance.Resolve(requested, Versions, NoTags).ShouldBe(expected);

    [Fact]
    public void Is_the_set_s_answer_for_cargo() => VersionRulesSet.For(Ecosystem.Cargo).ShouldBeSameAs(CargoVersionRules.Instance);

    [Fact]
    public void A_bare_version_means_caret() => Prop.ForAll(Releases.ToArbitrary(), Releases.ToArbitrary(), (version, bound) =>
        CargoVersionRules.Instance.Satisfies(version, bound) == CargoVersionRules.Instance.Satisfies(version, "^" + bound)).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_not_below_is_equal_or_above() => Prop.ForAll(Releases.ToArbitrary(), Releases.ToArbitrary(), (version, bound) =>
        Holds(version, "<" + bound) != Holds(version, ">=" + bound) && Holds(version, ">" + bound) != Holds(version, "<=" + bound)).QuickCheckThrowOnFailure();

    [Fact]
    public void Tilde_and_equals_are_within_caret() => Prop.ForAll(Releases.ToArbitrary(), Releases.ToArbitrary(), (version, bound) =>
        (!Holds(version, "=" + bound) || Holds(version, "^" + bound)) && (!Holds(version, "^" + bound) || Holds(version, ">=" + bound))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_list_holds_when_all_of_it_holds() => Prop.ForAll(Releases.ToArbitrary(), Requirements.ToArbitrary(), Requirements.ToArbitrary(), (version, left, right) =>
        Holds(version, $"{left}, {right}") == (Holds(version, left) && Holds(version, right))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_prerelease_answers_no_requirement_without_one() => Prop.ForAll(Releases.ToArbitrary(), Requirements.ToArbitrary(), (version, requirement) =>
        !Holds(version + "-alpha", requirement)).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_a_requirement_or_none() => Prop.ForAll(HostileText.Arbitrary, text =>
        CargoVersionRules.Instance.Satisfies("1.0.0", text) is not null || !CargoVersionRules.Instance.IsVersion(text)
        || text.Trim().StartsWith('v') || text.Trim().StartsWith("==")).QuickCheckThrowOnFailure();

    private static bool Holds(string version, string requirement) => CargoVersionRules.Instance.Satisfies(version, requirement) == true;
}
