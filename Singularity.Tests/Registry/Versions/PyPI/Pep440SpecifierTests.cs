using Singularity.Registry.Versions.PyPI;

namespace Singularity.Tests.Registry.Versions.PyPI;

public sealed class Pep440SpecifierTests
{
    [Theory]
    [InlineData("~=2.2", "2.2 2.9 2.2.post3", "2.1 3.0 2.3rc1")]
    [InlineData("~=1.4.5", "1.4.5 1.4.9", "1.4.4 1.5.0")]
    [InlineData("~=2.2.post3", "2.2.post3 2.3", "2.2 2.2.post2 3.0")]
    [InlineData("~=1.4.5a4", "1.4.5a4 1.4.5 1.4.9", "1.4.5a3 1.5")]
    [InlineData("==1.1", "1.1 1.1.0 1.1+local", "1.1.post1 1.1a1 1.1.dev1")]
    [InlineData("==1.1.post1", "1.1.post1", "1.1")]
    [InlineData("==1.1.*", "1.1 1.1.post1 1.1.9", "1.2 1 1.10")]
    [InlineData("==1.1+local.1", "1.1+local.1", "1.1 1.1+local.2")]
    [InlineData("!=1.1", "1.1.post1 1.2", "1.1 1.1+local")]
    [InlineData("!=1.1.*", "1.2 1.0", "1.1 1.1.post1 1.1.3")]
    [InlineData("<=1.7", "1.7 1.7.0 1.7+local 1.6", "1.7.post1 1.8")]
    [InlineData(">=1.7", "1.7 1.7.post1 2", "1.6 1.7rc1")]
    [InlineData(">1.7", "1.7.1 1.8", "1.7 1.7.0.post1 1.7+local")]
    [InlineData(">1.7.post2", "1.7.1 1.7.post3", "1.7.0 1.7.post2")]
    [InlineData("<1.7", "1.6.9", "1.7 1.7rc1 1.7.dev1")]
    [InlineData("<1.7rc2", "1.7rc1 1.6", "1.7rc2 1.7")]
    [InlineData("===1.0.0", "1.0.0", "1.0")]
    [InlineData(">= 0.9, != 1.3.4.*, < 2.0", "0.9 1.3.5", "0.8 1.3.4 1.3.4.1 2.0")]
    [InlineData("", "1.0 2!1.0", "1.0a1 1.0.dev1")]
    [InlineData(">=1.0.dev0", "1.0a1 2.0b1 1.0", "0.9")]
    [InlineData("!=1.0a1", "1.0", "2.0a1")]
    [InlineData(">=1!1.0", "1!1.0", "99.0")]
    [InlineData(">=1.0; python_version < \"3.8\"", "1.0", "0.9")]
    public void Contains_what_the_PEP_says_it_contains(string text, string inside, string outside)
    {
        Pep440SpecifierSet.TryParse(text, out var set).ShouldBeTrue();
        inside.Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(v => set!.Contains(Parse(v)));
        outside.Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(v => !set!.Contains(Parse(v)));
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("=1.0")]
    [InlineData("~=1")]
    [InlineData(">=1.0.*")]
    [InlineData(">=1.0+local")]
    [InlineData("==1.0.dev1.*")]
    [InlineData("==")]
    [InlineData("===")]
    [InlineData("^1.0")]
    [InlineData(">=1.0 <2.0")]
    public void Refuses_what_is_no_specifier(string text) => Pep440SpecifierSet.TryParse(text, out _).ShouldBeFalse();

    private static Pep440Version Parse(string text) => Pep440Version.TryParse(text, out var version) ? version : throw new FormatException(text);
}
