using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Versions.PyPI;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Versions.PyPI;

public sealed class Pep440VersionTests
{
    private static readonly Gen<Pep440Version> Versions =
        from epoch in Gen.Elements("", "", "1!")
        from release in Gen.Elements("0", "1", "1.0", "1.0.0", "1.1", "1.10", "2024.01.02", "1.0.1")
        from pre in Gen.Elements("", "a1", "-ALPHA2", "b", "rc10", "_c1", ".pre.2")
        from post in Gen.Elements("", ".post1", "-2", "rev3")
        from dev in Gen.Elements("", ".dev0", "dev4")
        from local in Gen.Elements("", "+abc", "+1", "+1.abc", "+Abc-5", "+007")
        select Parse($"{epoch}{release}{pre}{post}{dev}{local}");

    [Fact]
    public void Follows_the_order_of_the_PEP()
    {
        string[] ascending =
        [
            "1.dev0", "1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12", "1.0b1.dev456", "1.0b2", "1.0b2.post345.dev456", "1.0b2.post345",
            "1.0rc1.dev456", "1.0rc1", "1.0", "1.0+abc.5", "1.0+abc.7", "1.0+5", "1.0.post456.dev34", "1.0.post456", "1.0.15", "1.1.dev1", "1.9", "1.10", "2012.4",
            "1!0.1",
        ];
        var versions = ascending.Select(Parse).ToArray();
        for (var i = 0; i < versions.Length; i++)
        {
            for (var j = 0; j < versions.Length; j++)
            {
                Math.Sign(versions[i].ComparePrecedence(versions[j])).ShouldBe(i.CompareTo(j), $"{ascending[i]} and {ascending[j]}");
            }
        }
    }

    [Theory]
    [InlineData("1.1RC1", "1.1rc1")]
    [InlineData("00.01", "0.1")]
    [InlineData("1.1.a1", "1.1a1")]
    [InlineData("1.1-a.1", "1.1a1")]
    [InlineData("1.1alpha1", "1.1a1")]
    [InlineData("1.1beta2", "1.1b2")]
    [InlineData("1.1c3", "1.1rc3")]
    [InlineData("1.1-preview_4", "1.1rc4")]
    [InlineData("1.2a", "1.2a0")]
    [InlineData("1.2-post2", "1.2.post2")]
    [InlineData("1.2.post-2", "1.2.post2")]
    [InlineData("1.0-r4", "1.0.post4")]
    [InlineData("1.0rev", "1.0.post0")]
    [InlineData("1.2.post", "1.2.post0")]
    [InlineData("1.0-1", "1.0.post1")]
    [InlineData("1.2-dev2", "1.2.dev2")]
    [InlineData("1.2.dev", "1.2.dev0")]
    [InlineData("1.0+ubuntu-1", "1.0+ubuntu.1")]
    [InlineData("1.0+Ubuntu_007", "1.0+ubuntu.7")]
    [InlineData("v1.0", "1.0")]
    [InlineData(" 1.0\n", "1.0")]
    [InlineData("1!2.0a3.post4.dev5+x", "1!2.0a3.post4.dev5+x")]
    [InlineData("20240101123456", "20240101123456")]
    public void Normalises_every_spelling_of_the_PEP(string text, string expected) => Parse(text).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("v")]
    [InlineData("1.")]
    [InlineData("1..0")]
    [InlineData("1.0+")]
    [InlineData("1.0+a..b")]
    [InlineData("1.0+a b")]
    [InlineData("1.0-x")]
    [InlineData("1.0 a1")]
    [InlineData("1.0.dev1.a1")]
    [InlineData("1.0-1-1")]
    [InlineData("!1.0")]
    [InlineData("1!")]
    [InlineData("french toast")]
    [InlineData("1.0.*")]
    [InlineData("٣.0")]
    [InlineData("1234567890123456789012345")]
    public void Refuses_what_is_no_version(string text) => Pep440Version.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("1.0", "1.0.0")]
    [InlineData("1.0a", "1.0-alpha.0")]
    [InlineData("1", "0!1.0+")]
    public void Two_spellings_of_one_version_are_equal(string left, string right)
    {
        right = right.TrimEnd('+');
        Parse(left).ShouldBe(Parse(right));
        Parse(left).GetHashCode().ShouldBe(Parse(right).GetHashCode());
    }

    [Fact]
    public void The_order_is_total() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Three(Versions).ToArbitrary(),
        t =>
        {
            var (a, b, c) = t;
            Math.Sign(a.ComparePrecedence(b)).ShouldBe(-Math.Sign(b.ComparePrecedence(a)));
            (a.ComparePrecedence(b) == 0).ShouldBe(a.Equals(b));
            if (a.Equals(b))
            {
                a.GetHashCode().ShouldBe(b.GetHashCode());
            }

            if (a.ComparePrecedence(b) <= 0 && b.ComparePrecedence(c) <= 0)
            {
                a.ComparePrecedence(c).ShouldBeLessThanOrEqualTo(0);
            }
        }));

    [Fact]
    public void Normalising_twice_changes_nothing_more() => Check.QuickThrowOnFailure(Prop.ForAll(
        Versions.ToArbitrary(), v => Parse(v.ToString()).Equals(v) && Parse(v.ToString()).ToString() == v.ToString()));

    [Fact]
    public void No_text_makes_the_parsers_throw() => Check.QuickThrowOnFailure(Prop.ForAll(
        HostileText.Arbitrary,
        text =>
            (!Pep440Version.TryParse(text, out var version) || Pep440Version.TryParse(version.ToString(), out _))
            & (!Pep440SpecifierSet.TryParse(text, out var set) || Pep440SpecifierSet.TryParse(set.ToString(), out _))));

    private static Pep440Version Parse(string text) => Pep440Version.TryParse(text, out var version) ? version : throw new FormatException(text);
}
