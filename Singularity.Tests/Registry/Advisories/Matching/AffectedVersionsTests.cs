using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Matching;
using Singularity.Registry.Versions.Npm;

namespace Singularity.Tests.Registry.Advisories.Matching;

public sealed class AffectedVersionsTests
{
    /// <summary>In their order, so that a version is its place here.</summary>
    private static readonly string[] Universe =
        ["0.1.0", "0.9.0-beta", "0.9.0", "1.0.0-alpha", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0-0", "2.0.0", "2.0.1", "10.0.0"];

    private static readonly AffectedVersions Npm = new(NpmVersionRules.Instance);

    // Events at distinct versions: how a tie is settled is the document's order, which a model of sets does not have.
    private static readonly Gen<(OsvRange Range, IReadOnlyList<(int At, int Kind)> Events)> Ranges =
        from places in Gen.Shuffle(Enumerable.Range(0, Universe.Length).ToArray())
        from kinds in Gen.Choose(0, 3).ListOf(Universe.Length)
        from count in Gen.Choose(0, 6)
        from fromStart in Gen.Elements(true, false)
        let events = places.Take(count).Zip(kinds, static (at, kind) => (At: at, Kind: kind)).Concat(fromStart ? [(At: -1, Kind: 0)] : []).ToList()
        select (new OsvRange("SEMVER", [.. events.Select(static e => ToEvent(e.At, e.Kind))]), (IReadOnlyList<(int, int)>)events);

    [Fact]
    public void Agrees_with_painting_every_version_event_by_event() => Check.QuickThrowOnFailure(Prop.ForAll(Ranges.ToArbitrary(), sample =>
    {
        var painted = new bool[Universe.Length];
        foreach (var (at, kind) in sample.Events.Where(static e => e.Kind < 3).OrderBy(static e => e.At))
        {
            for (var i = Math.Max(0, kind == 2 ? at + 1 : at); i < painted.Length; i++)
            {
                painted[i] = kind == 0;
            }
        }

        var limits = sample.Events.Where(static e => e.Kind == 3).Select(static e => e.At).ToList();
        var expected = Universe.Where((_, i) => painted[i] && (limits.Count == 0 || i < limits.Max()));
        Universe.Where(version => Npm.Contains(Affected(sample.Range), version)).ShouldBe(expected);
    }));

    [Fact]
    public void The_order_of_events_in_the_document_changes_nothing() => Check.QuickThrowOnFailure(Prop.ForAll(Ranges.ToArbitrary(), sample =>
    {
        var reversed = Affected(sample.Range with { Events = [.. sample.Range.Events!.Reverse()] });
        return Universe.All(version => Npm.Contains(reversed, version) == Npm.Contains(Affected(sample.Range), version));
    }));

    [Fact]
    public void A_fix_comes_after_the_version_it_is_for_and_is_not_affected_by_its_own_range() => Check.QuickThrowOnFailure(Prop.ForAll(
        Ranges.ToArbitrary(),
        sample => Universe.Where(version => Npm.Contains(Affected(sample.Range), version)).All(version =>
            Npm.Fixes(Affected(sample.Range), version).All(fix =>
                NpmVersionRules.Instance.Compare(fix, version) > 0 && !Npm.Contains(Affected(sample.Range), fix)))));

    [Theory]
    [InlineData("0.0.0-alpha", true)]
    [InlineData("1.1.9", true)]
    [InlineData("1.2.0-rc.1", true)]
    [InlineData("1.2.0", false)]
    [InlineData("1.9.0", false)]
    [InlineData("2.0.0", true)]
    [InlineData("2.0.3", true)]
    [InlineData("2.0.4", false)]
    public void Several_spans_in_one_range_are_told_apart(string version, bool affected) => Npm.Contains(
        Affected(Range(new OsvEvent(Introduced: "0"), new OsvEvent(Fixed: "1.2.0"), new OsvEvent(Introduced: "2.0.0"), new OsvEvent(LastAffected: "2.0.3"))),
        version).ShouldBe(affected);

    [Fact]
    public void One_version_can_be_the_first_and_the_last_affected_one()
    {
        var one = Affected(Range(new OsvEvent(Introduced: "1.2.0"), new OsvEvent(LastAffected: "1.2.0")));

        Universe.Where(version => Npm.Contains(one, version)).ShouldBe(["1.2.0"]);
    }

    [Fact]
    public void A_listed_version_is_affected_whatever_the_ranges_say()
    {
        var listed = Affected(Range(new OsvEvent(Introduced: "2.0.0"), new OsvEvent(Fixed: "2.0.1"))) with { Versions = ["1.0.1", "not a version"] };

        Npm.Contains(listed, "1.0.1").ShouldBeTrue();
        Npm.Contains(listed, "v1.0.1").ShouldBe(NpmVersionRules.Instance.IsVersion("v1.0.1"));
        Npm.Contains(listed, "not a version").ShouldBeTrue();
        Npm.Contains(listed, "1.0.2").ShouldBeFalse();
        Npm.Fixes(listed, "1.0.1").ShouldBe(["2.0.1"]);
    }

    [Fact]
    public void What_is_no_version_never_makes_one_safe()
    {
        Npm.Contains(Affected(Range(new OsvEvent(Introduced: "the beginning"))), "1.0.0").ShouldBeTrue();
        Npm.Contains(Affected(Range(new OsvEvent(Introduced: "0"), new OsvEvent(Fixed: "soon"), new OsvEvent(LastAffected: "?"))), "1.0.0").ShouldBeTrue();
        Npm.Contains(Affected(Range(new OsvEvent(Introduced: "0"), new OsvEvent(Limit: "later"))), "1.0.0").ShouldBeTrue();
    }

    [Fact]
    public void A_limit_ends_a_range_and_a_star_lifts_it()
    {
        Npm.Contains(Affected(Range(new OsvEvent(Introduced: "0"), new OsvEvent(Limit: "1.0.0"))), "1.0.0").ShouldBeFalse();
        Npm.Contains(Affected(Range(new OsvEvent(Introduced: "0"), new OsvEvent(Limit: "1.0.0"), new OsvEvent(Limit: "*"))), "1.0.0").ShouldBeTrue();
    }

    [Fact]
    public void Without_the_ecosystems_order_only_listed_versions_match()
    {
        var unknown = new AffectedVersions(null);
        var affected = Affected(Range(new OsvEvent(Introduced: "0"))) with { Versions = ["1.0.0"] };

        unknown.Contains(affected, "1.0.0").ShouldBeTrue();
        unknown.Contains(affected, "1.0.1").ShouldBeFalse();
        unknown.Fixes(affected, "1.0.0").ShouldBeEmpty();
    }

    private static OsvEvent ToEvent(int at, int kind) => kind switch
    {
        0 => new OsvEvent(Introduced: at < 0 ? "0" : Universe[at]),
        1 => new OsvEvent(Fixed: Universe[at]),
        2 => new OsvEvent(LastAffected: Universe[at]),
        _ => new OsvEvent(Limit: Universe[at]),
    };

    private static OsvRange Range(params OsvEvent[] events) => new("SEMVER", events);

    private static OsvAffected Affected(OsvRange range) => new() { Package = new OsvPackage("npm", "demo-lib"), Ranges = [range] };
}
