using System.Globalization;
using Singularity.Registry.Tiers.Memory;

namespace Singularity.Tests.Registry.Tiers.Memory;

public sealed class HeardChangesTests
{
    private readonly HeardChanges _heard = new();

    [Fact]
    public void A_change_of_one_version_counts_for_the_whole_package_and_for_no_other()
    {
        _heard.Add("npm.demo.1=2E0", 7);
        _heard.Add("npm.demo", 5);

        _heard.IsNewest("npm.demo", 6).ShouldBeFalse();
        _heard.IsNewest("npm.demo.2=2E0", 6).ShouldBeFalse();
        _heard.IsNewest("npm.demo.2=2E0", 7).ShouldBeTrue();
        _heard.IsNewest("npm.demo2", 6).ShouldBeTrue();
        _heard.IsNewest("npm.demo", 0).ShouldBeTrue();
    }

    [Fact]
    public void The_last_thousands_are_known_and_no_more_are_kept_than_that()
    {
        for (var i = 1; i <= 20_000; i++)
        {
            _heard.Add(Key(i), 100);
        }

        for (var i = 20_000 - 4_000; i <= 20_000; i++)
        {
            _heard.IsNewest(Key(i), 99).ShouldBeFalse();
        }

        _heard.IsNewest(Key(1), 99).ShouldBeTrue();

        static string Key(int i) => "npm.p" + i.ToString(CultureInfo.InvariantCulture);
    }
}
