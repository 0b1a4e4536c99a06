using Singularity.Registry.Tiers;

namespace Singularity.Tests.Registry.Tiers;

public sealed class TierOptionsTests
{
    [Theory]
    [InlineData("memory, kv, embedded, postgres", true)]
    [InlineData("memory,postgres", true)]
    [InlineData("embedded, kv, postgres", true)]
    [InlineData("postgres", true)]
    [InlineData("memory, kv", false)]
    [InlineData("kv, memory, postgres", false)]
    [InlineData("kv, kv, postgres", false)]
    [InlineData("memory, redis, postgres", false)]
    [InlineData("", false)]
    public void Names_each_tier_once_the_near_cache_first_and_the_truth_always(string order, bool valid)
    {
        var options = new TierOptions { Order = order };

        (new TierOptionsValidator().Validate(null, options).Succeeded && new TierOrderValidator().Validate(null, options).Succeeded).ShouldBe(valid);
    }
}
