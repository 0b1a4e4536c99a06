using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories;
using Singularity.Registry.Advisories.Matching;

namespace Singularity.Tests.Registry.Advisories.Matching;

public sealed class AdvisoryMatcherTests
{
    private static readonly AdvisoryKey Demo = AdvisoryKey.For(Ecosystem.Npm, "demo-lib");

    [Fact]
    public void Describes_an_advisory_as_packages_show_it()
    {
        var match = Match("1.0.0", OsvSamples.Json("GHSA-1")).ShouldHaveSingleItem();

        match.Advisory.ShouldBe(
            new Advisory(
                "GHSA-1", "Retries run code from the answer in demo-lib", "critical", "https://example.org/GHSA-1", 9.8, match.Advisory.Aliases, match.Advisory.Fixed,
                new DateTimeOffset(2025, 5, 1, 10, 0, 0, TimeSpan.Zero)));
        match.Advisory.Aliases.ShouldBe(["CVE-2025-0001"]);
        match.Advisory.Fixed.ShouldBe(["1.2.0"]);
    }

    [Fact]
    public void Leaves_out_fixed_versions_other_packages_and_withdrawn_advisories()
    {
        Match("1.2.0", OsvSamples.Json("GHSA-1")).ShouldBeEmpty();
        Match("1.0.0", OsvSamples.Json("GHSA-1", package: "demo-library")).ShouldBeEmpty();
        Match("1.0.0", OsvSamples.Json("GHSA-1", withdrawn: "2025-05-02T00:00:00Z")).ShouldBeEmpty();
    }

    [Fact]
    public void Names_everything_known_of_a_package_without_a_version() =>
        Match(null, OsvSamples.Json("GHSA-1"), OsvSamples.Json("GHSA-2", introduced: "5.0.0", fix: null)).Select(static m => m.Advisory.Id).ShouldBe(["GHSA-1", "GHSA-2"]);

    [Fact]
    public void Puts_the_worst_first_and_what_is_unknown_before_all() => Match(
            "1.0.0",
            OsvSamples.Json("LOW", vector: OsvSamples.Low),
            OsvSamples.Json("MEDIUM", vector: null),
            OsvSamples.Json("UNKNOWN", vector: null).Replace("MODERATE", "strange", StringComparison.Ordinal),
            OsvSamples.Json("CRITICAL"))
        .Select(static m => $"{m.Advisory.Id} {m.Advisory.Severity} {m.Advisory.Score}").ShouldBe(["UNKNOWN unknown ", "CRITICAL critical 9.8", "MEDIUM medium ", "LOW low 1.8"]);

    [Fact]
    public void Takes_the_newest_cvss_version_that_can_be_read()
    {
        var json = OsvSamples.Json("X").Replace(
            "\"severity\": [",
            "\"severity\": [{\"type\":\"CVSS_V4\",\"score\":\"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N\"},",
            StringComparison.Ordinal);

        Match("1.0.0", json).ShouldHaveSingleItem().Advisory.Score.ShouldBe(8.7);
        Match("1.0.0", json.Replace("CVSS:4.0/AV:N", "CVSS:4.0/AV:?", StringComparison.Ordinal)).ShouldHaveSingleItem().Advisory.Score.ShouldBe(9.8);
    }

    [Theory]
    [InlineData(Ecosystem.Cargo, "crates.io", "serde-json", "serde_json")]
    [InlineData(Ecosystem.PyPI, "PyPI", "Flask_Login", "flask-login")]
    [InlineData(Ecosystem.NuGet, "NuGet", "Newtonsoft.Json", "newtonsoft.json")]
    [InlineData(Ecosystem.Npm, "npm", "@scope/name", "@scope/name")]
    [InlineData(Ecosystem.Hex, "Hex", "phoenix_html", "phoenix_html")]
    public void Meets_packages_under_every_spelling_their_registry_takes_for_one(Ecosystem ecosystem, string osv, string written, string asked) =>
        AdvisoryKey.For(new OsvPackage(osv, written)).ShouldBe(AdvisoryKey.For(ecosystem, PackageName.Normalize(ecosystem, asked, out _)!));

    [Fact]
    public void Keeps_npm_names_apart_that_differ_in_case() =>
        AdvisoryKey.For(new OsvPackage("npm", "JSONStream")).ShouldNotBe(AdvisoryKey.For(Ecosystem.Npm, "jsonstream"));

    private static IReadOnlyList<AdvisoryMatch> Match(string? version, params string[] documents) =>
        AdvisoryMatcher.Match([.. documents.Select(OsvSamples.Document)], Demo, version);
}
