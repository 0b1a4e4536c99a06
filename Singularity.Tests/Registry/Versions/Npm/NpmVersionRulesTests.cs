using Singularity.Contracts.Packages;
using Singularity.Registry.Versions.Npm;

namespace Singularity.Tests.Registry.Versions.Npm;

public sealed class NpmVersionRulesTests
{
    private static readonly PackageVersion[] Versions =
    [
        new("1.0.0"), new("1.1.0"), new("1.2.0", Deprecated: true), new("2.0.0-rc.1"), new("2.0.0"), new("2.1.0+build"), new("3.0.0-beta.1"), new("strange"),
    ];

    private static readonly Dictionary<string, string> Tags = new() { ["latest"] = "2.0.0", ["next"] = "3.0.0-beta.1", ["gone"] = "9.9.9" };

    [Theory]
    [InlineData(null, "2.0.0")]
    [InlineData("latest", "2.0.0")]
    [InlineData("next", "3.0.0-beta.1")]
    [InlineData("gone", null)]
    [InlineData("1.2.0", "1.2.0")]
    [InlineData("v1.2.0", "1.2.0")]
    [InlineData("2.1.0", "2.1.0+build")]
    [InlineData("^1.0.0", "1.1.0")]
    [InlineData("1.2", "1.2.0")]
    [InlineData("1", "1.1.0")]
    [InlineData("2.0.0-rc.1", "2.0.0-rc.1")]
    [InlineData("*", "2.1.0+build")]
    [InlineData("strange", "strange")]
    [InlineData("7", null)]
    [InlineData("nonsense", null)]
    public void Resolves_exact_then_tag_then_range(string? requested, string? expected) =>
        NpmVersionRules.Instance.Resolve(requested, Versions, Tags).ShouldBe(expected);

    [Fact]
    public void Without_a_latest_tag_the_newest_stable_version_is_meant() =>
        NpmVersionRules.Instance.Resolve(null, Versions, new Dictionary<string, string>()).ShouldBe("2.1.0+build");

    [Fact]
    public void With_prereleases_only_the_newest_of_them_is_meant() =>
        NpmVersionRules.Instance.Resolve(null, [new("1.0.0-a"), new("1.0.0-b")], new Dictionary<string, string>()).ShouldBe("1.0.0-b");

    [Fact]
    public void Lists_versions_newest_first_and_strange_ones_last() =>
        NpmVersionRules.Instance.NewestFirst(Versions).Select(v => v.Version).ShouldBe(
            ["3.0.0-beta.1", "2.1.0+build", "2.0.0", "2.0.0-rc.1", "1.2.0", "1.1.0", "1.0.0", "strange"]);
}
