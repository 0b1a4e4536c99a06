using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Versions;
using Singularity.Registry.Versions.PyPI;

namespace Singularity.Tests.Registry.Versions.PyPI;

public sealed class PyPIVersionRulesTests
{
    private static readonly PackageVersion[] Versions =
    [
        new("1.0"), new("1.1.0"), new("1.1.1", Yanked: true), new("1.2rc1"), new("1.1.0.post1"), new("2.0.0a1"), new("1!1.5"), new("0.9-final"),
    ];

    [Theory]
    [InlineData("1.0.0", "1.0")]
    [InlineData("v1.0", "1.0")]
    [InlineData("1.1", "1.1.0.post1")]
    [InlineData("==1.1.1", "1.1.1")]
    [InlineData("1.5", null)]
    [InlineData("1!1.5", "1!1.5")]
    [InlineData("<1.1", "1.0")]
    [InlineData("~=1.1", "1.1.0.post1")]
    [InlineData(">=1.2rc1,<1.5", "1.2rc1")]
    [InlineData(">=2.0a0,<3", "2.0.0a1")]
    [InlineData(">1.1.9,<2", "1.2rc1")]
    [InlineData("0.9-final", "0.9-final")]
    [InlineData("7", null)]
    [InlineData("nonsense", null)]
    public void Resolves_exact_then_prefix_then_specifier(string? requested, string? expected) =>
        PyPIVersionRules.Instance.Resolve(requested, Versions, new Dictionary<string, string>()).ShouldBe(expected);

    [Fact]
    public void Without_a_request_the_newest_final_release_of_the_highest_epoch_is_meant() =>
        PyPIVersionRules.Instance.Resolve(null, Versions, new Dictionary<string, string>()).ShouldBe("1!1.5");

    [Fact]
    public void Only_where_no_final_release_answers_a_specifier_is_a_prerelease_taken()
    {
        PackageVersion[] versions = [new("1.0"), new("2.0b1")];
        PyPIVersionRules.Instance.Resolve(">=0.5", versions, new Dictionary<string, string>()).ShouldBe("1.0");
        PyPIVersionRules.Instance.Resolve(">=1.5", versions, new Dictionary<string, string>()).ShouldBe("2.0b1");
        PyPIVersionRules.Instance.Satisfies("2.0b1", ">=1.5").ShouldBe(false);
    }

    [Fact]
    public void Is_among_every_ecosystems_rules() => VersionRulesSet.For(Ecosystem.PyPI).Compare("1.0rc1", "1.0").ShouldBeLessThan(0);
}
