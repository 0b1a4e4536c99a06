using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Versions;
using Singularity.Registry.Versions.Npm;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Versions;

public sealed class SemVersionTests
{
    private static readonly Gen<SemVersion> Versions =
        from major in Gen.Choose(0, 2)
        from minor in Gen.Choose(0, 2)
        from patch in Gen.Choose(0, 2)
        from prerelease in Gen.Elements("", "-0", "-1", "-10", "-alpha", "-alpha.1", "-alpha.beta", "-rc.2", "-rc.10", "-A")
        from build in Gen.Elements("", "+1", "+b")
        select Parse($"{major}.{minor}.{patch}{prerelease}{build}");

    [Fact]
    public void Follows_the_order_of_the_specification()
    {
        string[] ascending =
        [
            "1.0.0-0", "1.0.0-9", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
            "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0-99999999999999999999", "2.0.0-100000000000000000000", "2.0.0",
        ];
        ascending.Reverse().Select(Parse).Order().Select(v => v.ToString()).ShouldBe(ascending);
    }

    [Fact]
    public void The_order_is_total() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Three(Versions).ToArbitrary(),
        t =>
        {
            var (a, b, c) = t;
            Math.Sign(a.CompareTo(b)).ShouldBe(-Math.Sign(b.CompareTo(a)));
            (a.CompareTo(b) == 0).ShouldBe(a.Equals(b));
            (a.CompareTo(b) == 0).ShouldBe(a.ToString() == b.ToString());
            if (a.CompareTo(b) <= 0 && b.CompareTo(c) <= 0)
            {
                a.CompareTo(c).ShouldBeLessThanOrEqualTo(0);
            }
        }));

    [Fact]
    public void Text_survives_the_round_trip() => Check.QuickThrowOnFailure(Prop.ForAll(
        Versions.ToArbitrary(), v => Parse(v.ToString()).Equals(v) && Parse(v.ToString()).GetHashCode() == v.GetHashCode()));

    [Fact]
    public void No_text_makes_the_parsers_throw() => Check.QuickThrowOnFailure(Prop.ForAll(
        HostileText.Arbitrary,
        text =>
            (!SemVersion.TryParse(text, out var version) || SemVersion.TryParse(version.ToString(), out _))
            & (!SemVersionRange.TryParse(text, out var range) || SemVersionRange.TryParse(range.ToString(), out _))));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2")]
    [InlineData("1.2.3.4")]
    [InlineData("01.2.3")]
    [InlineData("1.2.3-")]
    [InlineData("1.2.3-01")]
    [InlineData("1.2.3-a..b")]
    [InlineData("1.2.3+")]
    [InlineData("1.2.-3")]
    [InlineData("9007199254740992.0.0")]
    [InlineData("٣.0.0")]
    public void Refuses_what_is_no_version(string text) => SemVersion.TryParse(text, out _).ShouldBeFalse();

    private static SemVersion Parse(string text) => SemVersion.TryParse(text, out var version) ? version : throw new FormatException(text);
}
