using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Versions;
using Singularity.Registry.Versions.NuGet;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Versions.NuGet;

public sealed class NuGetVersionRulesTests
{
    private static readonly IVersionRules Rules = VersionRulesSet.For(Ecosystem.NuGet);

    private static readonly Dictionary<string, string> NoTags = [];

    private static readonly PackageVersion[] Versions =
    [
        new("1.0.0"), new("1.1.0"), new("1.2.0", Yanked: true), new("1.2.0.5"), new("2.0.0-rc.1"), new("2.0.0"), new("2.1.0", Deprecated: true), new("3.0.0-beta.2"), new("3.0.0-beta.10"),
    ];

    private static readonly Gen<string> Texts =
        from numbers in Gen.Choose(0, 3).NonEmptyListOf()
        from prerelease in Gen.Elements("", "-alpha", "-ALPHA", "-alpha.2", "-alpha.10", "-beta", "-0")
        from metadata in Gen.Elements("", "+build")
        select string.Join('.', numbers.Take(4)) + prerelease + metadata;

    [Theory]
    [InlineData(null, "2.0.0")]
    [InlineData("latest", "2.0.0")]
    [InlineData("1.0.0", "1.0.0")]
    [InlineData("1.2.0", "1.2.0")]
    [InlineData("1.0.0.0", "1.0.0")]
    [InlineData("01.0.0", "1.0.0")]
    [InlineData("3.0.0-BETA.2", "3.0.0-beta.2")]
    [InlineData("1.1.0+build", "1.1.0")]
    [InlineData("1", "1.2.0.5")]
    [InlineData("1.2", "1.2.0.5")]
    [InlineData("[1.0,2.0)", "1.2.0.5")]
    [InlineData("[1.2.0]", "1.2.0")]
    [InlineData("(1.0.0,1.1.0]", "1.1.0")]
    [InlineData("(,1.1)", "1.0.0")]
    [InlineData("[3.0.0-alpha,)", "3.0.0-beta.10")]
    [InlineData("1.1.*", "1.1.0")]
    [InlineData("1.*", "1.2.0.5")]
    [InlineData("*", "2.0.0")]
    [InlineData("*-*", "3.0.0-beta.10")]
    [InlineData("3.0.0-beta.*", "3.0.0-beta.10")]
    [InlineData("[4.0,)", null)]
    [InlineData("7", null)]
    [InlineData("nonsense", null)]
    public void Resolves_exact_then_prefix_then_range(string? requested, string? expected) => Rules.Resolve(requested, Versions, NoTags).ShouldBe(expected);

    [Theory]
    [InlineData("1.0", "0.9", false)]
    [InlineData("1.0", "1.0.0", true)]
    [InlineData("1.0", "5.0.0", true)]
    [InlineData("(1.0,)", "1.0.0", false)]
    [InlineData("[1.0]", "1.0.0.0", true)]
    [InlineData("[1.0]", "1.0.1", false)]
    [InlineData("(,1.0]", "1.0.0", true)]
    [InlineData("(,1.0)", "1.0.0", false)]
    [InlineData("[1.0,2.0]", "2.0.0", true)]
    [InlineData("(1.0,2.0)", "2.0.0", false)]
    [InlineData("[1.0,2.0)", "2.0.0-rc.1", false)]
    [InlineData("[1.0,2.0-rc.2)", "2.0.0-rc.1", true)]
    [InlineData("1.2.*", "1.2.9", true)]
    [InlineData("1.2.*", "1.3.0", false)]
    public void Reads_intervals_as_documented(string requirement, string version, bool expected) => Rules.Satisfies(version, requirement).ShouldBe(expected);

    [Theory]
    [InlineData("(1.0)")]
    [InlineData("[2.0,1.0]")]
    [InlineData("[1.0")]
    [InlineData("^1.0.0")]
    [InlineData("")]
    public void What_is_no_requirement_is_said_to_be_none(string requirement) => Rules.Satisfies("1.0.0", requirement).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3-")]
    [InlineData("1.0.0 ")]
    [InlineData("v1.0.0")]
    [InlineData("-1.0.0")]
    [InlineData("99999999999.0.0")]
    public void Refuses_what_is_no_version(string text) => Rules.IsVersion(text).ShouldBeFalse();

    [Fact]
    public void Lists_versions_newest_first() => Rules.NewestFirst(Versions).Select(v => v.Version).ShouldBe(
        ["3.0.0-beta.10", "3.0.0-beta.2", "2.1.0", "2.0.0", "2.0.0-rc.1", "1.2.0.5", "1.2.0", "1.1.0", "1.0.0"]);

    [Fact]
    public void Requirements_are_shown_in_full() =>
        new[] { "8.0.0", "[1.0,2.0)", null, "1.2.*", "odd" }.Select(NuGetVersionRules.Requirement).ShouldBe(["[8.0.0, )", "[1.0.0, 2.0.0)", "(, )", "[1.2.*, )", "odd"]);

    [Fact]
    public void The_order_is_total() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Three(Texts).ToArbitrary(),
        t =>
        {
            var (a, b, c) = t;
            Math.Sign(Rules.Compare(a, b)).ShouldBe(-Math.Sign(Rules.Compare(b, a)));
            if (Rules.Compare(a, b) <= 0 && Rules.Compare(b, c) <= 0)
            {
                Rules.Compare(a, c).ShouldBeLessThanOrEqualTo(0);
            }
        }));

    [Fact]
    public void Normalising_changes_the_text_and_not_the_version() => Check.QuickThrowOnFailure(Prop.ForAll(
        Texts.ToArbitrary(),
        text =>
        {
            var normal = NuGetVersionRules.Normalize(text).ShouldNotBeNull();
            Rules.Compare(text, normal).ShouldBe(0);
            NuGetVersionRules.Normalize(normal).ShouldBe(normal);
        }));

    [Fact]
    public void No_text_makes_the_rules_throw() => Check.QuickThrowOnFailure(Prop.ForAll(
        HostileText.Arbitrary,
        text =>
        {
            Rules.Satisfies("1.0.0", text);
            Rules.Resolve(text, Versions, NoTags);
            (Rules.Compare(text, text) == 0).ShouldBeTrue();
            NuGetVersionRules.Requirement(text).ShouldNotBeNull();
        }));
}
