namespace Singularity.Tests.Registry.Chaos;

/// <summary>What two registries say of one package when their common cache fails them.</summary>
[Collection("registry")]
public sealed class CoherenceFaultTests(RegistryServers servers)
{
    [Fact]
    public async Task A_deleted_bucket_comes_back_and_changes_are_heard_again()
    {
        await using var two = await TwoRegistries.StartAsync(servers);
        await TwoRegistries.StoreAsync(two.First, "demo", "first");
        await two.SayAsync("demo", "first");

        await two.DeleteBucketAsync();
        await TwoRegistries.StoreAsync(two.First, "demo", "second");
        await two.SayAsync("demo", "second");
        await TwoRegistries.StoreAsync(two.Second, "demo", "third");
        await two.SayAsync("demo", "third");

        (await two.HasBucketAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_two_writers_on_one_package_the_higher_revision_wins_everywhere()
    {
        await using var two = await TwoRegistries.StartAsync(servers);
        await TwoRegistries.StoreAsync(two.First, "demo", "before");
        await two.SayAsync("demo", "before");

        var written = await Task.WhenAll(new[] { two.First, two.Second }.SelectMany((host, n) => Enumerable.Range(0, 4).Select(task => Task.Run(async () =>
        {
            var last = (Revision: 0L, Says: "");
            for (var i = 0; i < 10; i++)
            {
                var says = $"{n}-{task}-{i}";
                last = (await TwoRegistries.StoreAsync(host, "demo", says), says);
            }

            return last;
        }))));

        written.Select(static w => w.Revision).ShouldBeUnique();
        await two.SayAsync("demo", written.MaxBy(static w => w.Revision).Says);
    }
}
