using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories;
using Singularity.Registry.Advisories.Matching;
using Singularity.Registry.Advisories.Osv;
using Singularity.Registry.Versions;

namespace Singularity.Tests.Registry.Advisories.Matching;

public sealed class EcosystemOrderTests
{
    /// <summary>A range, then versions in it and outside of it that another order would put elsewhere.</summary>
    public static TheoryData<Ecosystem, string, string, string, string> Samples => new()
    {
        { Ecosystem.Npm, "1.0.0", "1.10.0", "1.0.0 1.9.0 1.10.0-rc.1", "0.9.9 1.0.0-rc.1 1.10.0 1.11.0" },
        { Ecosystem.Cargo, "0.3.0-alpha.2", "0.3.10", "0.3.0-alpha.10 0.3.9", "0.3.0-alpha.1 0.3.10 0.4.0" },
        { Ecosystem.Hex, "1.7.0", "1.7.21", "1.7.0 1.7.3 1.7.21-rc.0", "1.6.99 1.7.0-dev 1.7.21" },
        { Ecosystem.NuGet, "4.3.0", "4.3.0.2", "4.3 4.3.0.1 4.3.0.2-beta", "4.2.9.9 4.3.0-rc2 4.3.0.2 4.10.0" },
        { Ecosystem.PyPI, "1.0", "1.0.post2", "1.0 1.0.0 1.0.post1 1.0.post2.dev1", "0.9 1.0rc1 1.0.dev3 1.0.post2 1.1 1!0.5" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void Ranges_follow_the_ecosystems_own_order_where_it_is_known(Ecosystem ecosystem, string introduced, string fix, string inside, string outside)
    {
        var known = VersionRulesSet.Find(ecosystem) is not null;
        var range = new OsvRange("ECOSYSTEM", [new OsvEvent(Introduced: introduced), new OsvEvent(Fixed: fix)]);
        var document = new OsvDocument
        {
            Id = "X-1",
            Modified = DateTimeOffset.UnixEpoch,
            Affected = [new OsvAffected { Package = new OsvPackage(OsvEcosystems.Name(ecosystem), "demo"), Ranges = [range], Versions = ["99.0.0"] }],
        };

        inside.Split(' ').Where(version => Matches(version) != known).ShouldBeEmpty();
        outside.Split(' ').Where(Matches).ShouldBeEmpty();
        Matches("99.0.0").ShouldBeTrue();

        bool Matches(string version) => AdvisoryMatcher.Match([document], AdvisoryKey.For(ecosystem, "demo"), version).Count == 1;
    }
}
