using Singularity.Registry.Versions;
using Singularity.Registry.Versions.Npm;

namespace Singularity.Tests.Registry.Versions.Npm;

public sealed class SemVersionRangeTests
{
    [Theory]
    [InlineData("^1.2.3", "1.2.3 1.9.0", "1.2.2 2.0.0 2.0.0-alpha 1.3.0-beta")]
    [InlineData("^0.2.3", "0.2.3 0.2.9", "0.3.0 0.2.2")]
    [InlineData("^0.0.3", "0.0.3", "0.0.4 0.0.2")]
    [InlineData("^0.0", "0.0.0 0.0.9", "0.1.0")]
    [InlineData("^0", "0.0.1 0.9.9", "1.0.0")]
    [InlineData("^1.2.3-beta.2", "1.2.3-beta.2 1.2.3-beta.10 1.2.3 1.4.0", "1.2.3-beta.1 1.2.4-beta.2")]
    [InlineData("~1.2.3", "1.2.3 1.2.9", "1.3.0 1.2.2")]
    [InlineData("~1.2", "1.2.0 1.2.9", "1.3.0")]
    [InlineData("~1", "1.0.0 1.9.9", "2.0.0")]
    [InlineData("~> 1.2.3", "1.2.4", "1.3.0")]
    [InlineData("14.1", "14.1.0 14.1.7", "14.2.0 14.0.9 14.1.0-rc.1")]
    [InlineData("14", "14.0.0 14.9.9", "15.0.0 13.9.9")]
    [InlineData("1.x", "1.0.0 1.9.9", "2.0.0")]
    [InlineData("1.2.*", "1.2.0", "1.3.0")]
    [InlineData("*", "0.0.0 9.9.9", "1.0.0-alpha")]
    [InlineData("", "0.0.0 9.9.9", "1.0.0-alpha")]
    [InlineData("1.2.3 - 2.3.4", "1.2.3 2.3.4", "1.2.2 2.3.5")]
    [InlineData("1.2 - 2.3", "1.2.0 2.3.9", "2.4.0")]
    [InlineData("1.2.3 - 2", "2.9.9", "3.0.0")]
    [InlineData(">=1.2.7 <1.3.0", "1.2.7 1.2.99", "1.2.6 1.3.0")]
    [InlineData(">= 1.2.7 < 1.3.0", "1.2.7", "1.3.0")]
    [InlineData("1.2.7 || >=1.2.9 <2.0.0", "1.2.7 1.2.9 1.4.6", "1.2.8 2.0.0")]
    [InlineData(">1.2", "1.3.0", "1.2.9")]
    [InlineData("<=1.2", "1.2.9", "1.3.0")]
    [InlineData("<1.2", "1.1.9", "1.2.0 1.2.0-alpha")]
    [InlineData(">*", "", "0.0.0 1.0.0")]
    [InlineData("=1.2.3", "1.2.3 1.2.3+build", "1.2.4")]
    public void Contains_what_npm_says_it_contains(string text, string inside, string outside)
    {
        SemVersionRange.TryParse(text, out var range).ShouldBeTrue();
        inside.Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(v => range!.Contains(Parse(v)));
        outside.Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(v => !range!.Contains(Parse(v)));
    }

    [Theory]
    [InlineData("next")]
    [InlineData("^")]
    [InlineData("1.2.3.4")]
    [InlineData("1.2.3 -")]
    [InlineData("|1")]
    [InlineData("https://example.org/x.tgz")]
    public void Refuses_what_is_no_range(string text) => SemVersionRange.TryParse(text, out _).ShouldBeFalse();

    private static SemVersion Parse(string text) => SemVersion.TryParse(text, out var version) ? version : throw new FormatException(text);
}
