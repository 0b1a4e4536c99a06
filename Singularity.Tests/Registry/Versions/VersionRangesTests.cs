using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Versions;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Versions;

public sealed class VersionRangesTests
{
    private static readonly VersionRanges Ranges = new();
    private static readonly Dictionary<string, string> NoTags = [];
    private static readonly Gen<string> Version = from major in Gen.Choose(0, 3) from minor in Gen.Choose(0, 3) from patch in Gen.Choose(0, 3) select $"{major}.{minor}.{patch}";
    private static readonly Gen<Ecosystem> AnyEcosystem = Gen.Elements<Ecosystem>([.. Ecosystems.All]);

    [Theory]
    [InlineData(Ecosystem.Hex, ">= 3.11.0", "3.11.2", true)]
    [InlineData(Ecosystem.Hex, ">= 3.11", "3.11.2", true)]
    [InlineData(Ecosystem.Hex, ">=3.11", "3.10.9", false)]
    [InlineData(Ecosystem.Hex, ">= 3.11 and < 4", "4.0.0", false)]
    [InlineData(Ecosystem.Hex, "~> 3.11", "3.12.0", true)]
    [InlineData(Ecosystem.Hex, "<= 3.11", "3.11.0", null)]
    [InlineData(Ecosystem.Hex, "== 3.11", "3.11.0", null)]
    [InlineData(Ecosystem.Hex, "~> 3.0 or < 1", "0.9.0", true)]
    [InlineData(Ecosystem.Npm, "^1.2.0", "1.9.0", true)]
    [InlineData(Ecosystem.Npm, "^1.2.0", "2.0.0", false)]
    [InlineData(Ecosystem.Npm, "^1.2.0", "1.9.0-beta.1", false)]
    [InlineData(Ecosystem.Npm, "latest", "1.9.0", null)]
    [InlineData(Ecosystem.Cargo, "1.2", "1.9.0", true)]
    [InlineData(Ecosystem.NuGet, "[8.0.0,)", "8.5.2", true)]
    [InlineData(Ecosystem.NuGet, "(,8.0)", "8.0.0", false)]
    [InlineData(Ecosystem.PyPI, ">=2,<3", "2.31.0", true)]
    [InlineData(Ecosystem.PyPI, "2", "2.31.0", null)]
    [InlineData(Ecosystem.Npm, "   ", "1.0.0", null)]
    public void Reads_what_each_ecosystem_writes(Ecosystem ecosystem, string range, string version, bool? expected) =>
        Ranges.Contains(ecosystem, range, version).ShouldBe(expected);

    [Theory]
    [InlineData("vers:hex/>=3.11.0", "3.11.0", true)]
    [InlineData("vers:hex/>=3.11", "3.12.0", true)]
    [InlineData("vers:hex/>3.11", "3.12.0", null)]
    [InlineData("vers:HEX/>=3.11.0|<4", "4.0.0", false)]
    [InlineData("vers:hex/>=3.11.0|<4.0.0", "4.0.0-rc.1", true)]
    [InlineData("vers:hex/*", "0.0.1", true)]
    [InlineData("vers:hex/1.2.3|>=2.0.0|<5.0.0", "1.2.3", true)]
    [InlineData("vers:hex/1.2.3|>=2.0.0|<5.0.0", "1.2.4", false)]
    [InlineData("vers:hex/>=2.2.0|!=2.2.1|<2.3.0", "2.2.1", false)]
    [InlineData("vers:hex/>=2.2.0|!=2.2.1|<2.3.0", "2.2.2", true)]
    [InlineData("vers:hex/<1.0.0|>=2.0.0", "1.5.0", false)]
    [InlineData("vers:hex/<1.0.0|>=2.0.0", "0.5.0", true)]
    [InlineData("vers:hex/!=1.0.0", "1.0.1", true)]
    [InlineData("vers:hex/1.0.0-rc%2E1", "1.0.0-rc.1", true)]
    [InlineData("vers:npm/>=3.11.0", "3.11.0", null)]
    [InlineData("vers:hex/>=2.0.0|>=1.0.0", "3.0.0", null)]
    [InlineData("vers:hex/<5.0.0|>=2.0.0", "3.0.0", null)]
    [InlineData("vers:hex/>=2.0.0|<2.0.0", "3.0.0", null)]
    [InlineData("vers:hex/=2.0.0", "2.0.0", null)]
    [InlineData("vers:hex/>= 2.0.0", "2.0.0", null)]
    [InlineData("vers:hex/*|>=2.0.0", "2.0.0", null)]
    [InlineData("vers:hex/", "2.0.0", null)]
    [InlineData("vers:hex", "2.0.0", null)]
    [InlineData("vers:hex/>=2.0.0", "no version", false)]
    public void Reads_vers(string range, string version, bool? expected) => Ranges.Contains(Ecosystem.Hex, range, version).ShouldBe(expected);

    [Fact]
    public void Agrees_with_what_a_request_for_the_range_resolves_to() => Check.QuickThrowOnFailure(Prop.ForAll(
        (from ecosystem in AnyEcosystem
         from low in Version
         from high in Version
         from kind in Gen.Choose(0, 2)
         from versions in Version.ArrayOf()
         select (Ecosystem: ecosystem, Range: RangeOf(ecosystem, kind, low, high), Versions: versions.Distinct().ToList())).ToArbitrary(),
        static of =>
        {
            var rules = VersionRulesSet.For(of.Ecosystem);
            var published = of.Versions.ConvertAll(static v => new PackageVersion(v));
            var inRange = rules.NewestFirst(published).Where(v => Ranges.Contains(of.Ecosystem, of.Range, v.Version) == true).Select(static v => v.Version).FirstOrDefault();

            return rules.Resolve(of.Range, published, NoTags) == inRange;
        }));

    [Fact]
    public void Vers_says_of_an_interval_what_comparing_says() => Check.QuickThrowOnFailure(Prop.ForAll(
        (from ecosystem in AnyEcosystem from version in Version from bounds in Gen.Two(Version) select (ecosystem, version, bounds)).ToArbitrary(),
        static of =>
        {
            var (ecosystem, version, (low, high)) = of;
            var rules = VersionRulesSet.For(ecosystem);
            var expected = rules.Compare(low, high) >= 0 ? (bool?)null : rules.Compare(version, low) >= 0 && rules.Compare(version, high) < 0;

            return Ranges.Contains(ecosystem, $"vers:{ecosystem.PurlType()}/>={low}|<{high}", version) == expected;
        }));

    [Fact]
    public void Vers_of_many_constraints_is_what_walking_along_them_gives() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, 5).ArrayOf(16).ToArbitrary(), static marks =>
        {
            var (range, inside) = Walk(marks);
            return Enumerable.Range(0, 33).All(place => range is null || Ranges.Contains(Ecosystem.Npm, range, Place(place)) == inside[place]);
        }));

    [Fact]
    public void No_text_makes_them_throw() => Check.QuickThrowOnFailure(Prop.ForAll(
        AnyEcosystem.ToArbitrary(), HostileText.Arbitrary, HostileText.Arbitrary, static (ecosystem, range, version) =>
        {
            _ = Ranges.Contains(ecosystem, range, version);
            _ = Ranges.Contains(ecosystem, range, "1.0.0");
            _ = Ranges.Contains(ecosystem, $"vers:{ecosystem.PurlType()}/{range}", "1.0.0");
            _ = Ranges.Contains(ecosystem, $"vers:{ecosystem.PurlType()}/>=1.0.0|{range}", version);
        }));

    [Fact]
    public void What_is_longer_than_a_pattern_may_have_is_not_read()
    {
        Ranges.Contains(Ecosystem.Npm, string.Concat(Enumerable.Repeat("1.0.0 || ", 1_000)) + "1.0.0", "1.0.0").ShouldBeNull();
        Ranges.Contains(Ecosystem.Npm, "*", new string('1', 1_000)).ShouldBeNull();
    }

    private static string RangeOf(Ecosystem ecosystem, int kind, string low, string high) => (ecosystem, kind) switch
    {
        (Ecosystem.Npm, 0) => $"^{low}",
        (Ecosystem.Npm, 1) => $">={low} <{high}",
        (Ecosystem.Npm, _) => $"<{low} || ~{high}",
        (Ecosystem.Cargo, 0) => $"^{low}",
        (Ecosystem.Cargo, 1) => $">={low}, <{high}",
        (Ecosystem.Cargo, _) => $"~{low}",
        (Ecosystem.Hex, 0) => $"~> {low}",
        (Ecosystem.Hex, 1) => $">= {low} and < {high}",
        (Ecosystem.Hex, _) => $"< {low} or > {high}",
        (Ecosystem.NuGet, 0) => $"[{low},)",
        (Ecosystem.NuGet, 1) => $"[{low},{high}]",
        (Ecosystem.NuGet, _) => $"(,{high})",
        (_, 0) => $"~={low}",
        (_, 1) => $">={low},<{high}",
        _ => $"!={low}",
    };

    // Even places are the versions named, odd ones lie between them.
    private static string Place(int place) => $"1.{place}.0";

    // Marks: 0 and 1 nothing, 2 the version, 3 not the version, 4 and 5 in and out change, with the version and without it.
    private static (string? Range, bool[] Inside) Walk(int[] marks)
    {
        // Without bounds all is out, unless nothing but exclusions is named.
        var state = marks.Any(static m => m >= 4) ? marks.Sum() % 2 == 1 : marks.Contains(3) && !marks.Contains(2);
        var (constraints, inside) = (new List<string>(), new bool[33]);
        for (var i = 0; i < marks.Length; i++)
        {
            inside[2 * i] = state;
            var at = (2 * i) + 1;
            var before = state;
            switch (marks[i])
            {
                // Within what is in already, no equality may stand.
                case 2 when !state:
                    constraints.Add(Place(at));
                    inside[at] = true;
                    break;
                case 3:
                    constraints.Add("!=" + Place(at));
                    break;
                case >= 4:
                    state = !state;
                    inside[at] = marks[i] == 4;
                    constraints.Add((before ? "<" : ">") + (marks[i] == 4 ? "=" : "") + Place(at));
                    break;
                default:
                    inside[at] = state;
                    break;
            }
        }

        inside[32] = state;
        return (constraints.Count == 0 ? null : "vers:npm/" + string.Join('|', constraints), inside);
    }
}
