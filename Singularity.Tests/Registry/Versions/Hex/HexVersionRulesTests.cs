using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Versions;
using Singularity.Registry.Versions.Hex;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Versions.Hex;

public sealed class HexVersionRulesTests
{
    private static readonly HexVersionRules Rules = HexVersionRules.Instance;

    private static readonly Gen<SemVersion> Versions =
        from major in Gen.Choose(0, 3)
        from minor in Gen.Choose(0, 3)
        from patch in Gen.Choose(0, 3)
        from prerelease in Gen.Elements("", "", "", "-dev", "-rc.0", "-rc.1")
        select SemVersion.TryParse($"{major}.{minor}.{patch}{prerelease}", out var version) ? version : throw new FormatException();

    [Theory]
    [InlineData("~> 2.0.0", "2.0.0 2.0.9", "2.1.0 1.9.9 2.0.1-dev 2.1.0-dev")]
    [InlineData("~> 2.1.2", "2.1.2 2.1.9", "2.2.0 2.1.1")]
    [InlineData("~> 2.1.3-dev", "2.1.3-dev 2.1.3-rc.1 2.1.3 2.1.9", "2.2.0 2.2.0-dev 2.1.3-alpha 2.1.2")]
    [InlineData("~> 2.0", "2.0.0 2.9.9", "3.0.0 1.9.9 3.0.0-rc.1 2.1.0-rc.1")]
    [InlineData("~> 2.1", "2.1.0 2.9.0", "2.0.9 3.0.0")]
    [InlineData("~> 2.1-rc.1", "2.1.0-rc.1 2.1.0 2.4.0", "2.1.0-alpha 3.0.0-rc.1 3.0.0")]
    [InlineData("2.0.0", "2.0.0 2.0.0+build", "2.0.1")]
    [InlineData("== 2.0.0-rc.1", "2.0.0-rc.1", "2.0.0 2.0.0-rc.2")]
    [InlineData("!= 2.0.0", "1.9.9 2.0.1", "2.0.0 2.1.0-rc.1")]
    [InlineData("> 1.0.0", "1.0.1 9.0.0", "1.0.0 1.1.0-rc.1")]
    [InlineData("> 1.0.0-rc.1", "1.0.0 1.1.0-dev", "1.0.0-rc.1 1.0.0-dev")]
    [InlineData(">=1.0.0 and <2.1.0", "1.0.0 2.0.9", "0.9.9 2.1.0")]
    [InlineData("~> 1.0 and != 1.2.0", "1.0.0 1.2.1", "1.2.0 2.0.0")]
    [InlineData("~> 1.0 or ~> 3.1", "1.0.0 3.1.0", "2.0.0 3.0.9")]
    [InlineData(">= 0.0.0", "0.0.0 9.9.9", "1.0.0-rc.1")]
    [InlineData("1.0.0 or 2.0.0 and != 2.0.0", "1.0.0", "2.0.0")]
    public void Holds_what_Elixir_says(string requirement, string inside, string outside)
    {
        inside.Split(' ').ShouldAllBe(v => Rules.Satisfies(v, requirement) == true);
        outside.Split(' ').ShouldAllBe(v => Rules.Satisfies(v, requirement) == false);
    }

    [Theory]
    [InlineData("")]
    [InlineData("~> 2")]
    [InlineData("2.0")]
    [InlineData(">= 2.0")]
    [InlineData("~>")]
    [InlineData("and 1.0.0")]
    [InlineData("1.0.0 and")]
    [InlineData("1.0.0 2.0.0")]
    [InlineData("1.0.0, 2.0.0")]
    [InlineData("^1.0.0")]
    [InlineData("~> v1.0")]
    [InlineData("=> 1.0.0")]
    [InlineData("~> 01.0")]
    public void Refuses_what_is_no_requirement(string text) => Rules.Satisfies("1.0.0", text).ShouldBeNull();

    [Theory]
    [InlineData("v1.0.0")]
    [InlineData("=1.0.0")]
    [InlineData("1.0")]
    [InlineData(" 1.0.0")]
    public void Versions_are_written_in_full(string text) => Rules.IsVersion(text).ShouldBeFalse();

    [Theory]
    [InlineData(null, "2.1.0")]
    [InlineData("~> 2.0.0", "2.0.1")]
    [InlineData("2.0", "2.0.1")]
    [InlineData("~> 3.0-rc", "3.0.0-rc.1")]
    [InlineData("~> 3.0", null)]
    [InlineData("2.2.0", "2.2.0")]
    public void Resolves_to_the_newest_that_is_not_retired(string? requested, string? expected) => Rules.Resolve(
        requested,
        [new("2.0.0"), new("2.0.1"), new("2.1.0"), new("2.2.0", Deprecated: true), new("3.0.0-rc.1")],
        new Dictionary<string, string>()).ShouldBe(expected);

    [Fact]
    public void A_pessimistic_requirement_is_a_range() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Two(Versions).ToArbitrary(), pair =>
        {
            var (version, bound) = pair;
            return Holds(version, $"~> {bound}") == (Holds(version, $">= {bound}") && version < Next(bound.Major, bound.Minor + 1))
                && Holds(version, $"~> {bound.Major}.{bound.Minor}")
                    == (Holds(version, $">= {bound.Major}.{bound.Minor}.0") && version < Next(bound.Major + 1, 0));
        }));

    [Fact]
    public void Joints_mean_what_they_say() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Three(Versions).ToArbitrary(), three =>
        {
            var (version, low, high) = three;
            return Holds(version, $">= {low} and <= {high}") == (Holds(version, $">= {low}") && Holds(version, $"<= {high}"))
                && Holds(version, $"< {low} or > {high}") == (Holds(version, $"< {low}") || Holds(version, $"> {high}"))
                && (!Holds(version, $"== {low}") || !Holds(version, $"!= {low}"));
        }));

    [Fact]
    public void No_text_makes_them_throw() => Check.QuickThrowOnFailure(Prop.ForAll(HostileText.Arbitrary, text =>
    {
        _ = Rules.Satisfies("1.0.0", text);
        _ = Rules.Resolve(text, [new PackageVersion("1.0.0")], new Dictionary<string, string>());
    }));

    [Fact]
    public void Stand_in_the_set_of_rules() => VersionRulesSet.For(Ecosystem.Hex).ShouldBeSameAs(Rules);

    private static bool Holds(SemVersion version, string requirement) => Rules.Satisfies(version.ToString(), requirement)!.Value;

    private static SemVersion Next(long major, long minor) => SemVersion.TryParse($"{major}.{minor}.0-0", out var version) ? version : throw new FormatException();
}
