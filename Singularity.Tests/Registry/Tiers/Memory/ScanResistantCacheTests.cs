using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Tiers.Memory;

namespace Singularity.Tests.Registry.Tiers.Memory;

public sealed class ScanResistantCacheTests
{
    [Fact]
    public void Never_holds_more_than_its_bytes_and_never_another_value_than_the_last() => Prop.ForAll<(byte Key, byte Size, byte Action)[]>(steps =>
    {
        var cache = new ScanResistantCache<string>(1_000);
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var (k, size, action) in steps ?? [])
        {
            var key = $"k{k % 40}";
            switch (action % 4)
            {
                case 0:
                    cache.Remove(key, static _ => true);
                    last.Remove(key);
                    break;
                case 1:
                    cache.Find(key);
                    break;
                default:
                    var value = $"v{number++}";
                    cache.Set(key, value, size + 1, static _ => true);
                    last[key] = value;
                    break;
            }

            if (cache.Bytes is < 0 or > 1_000 || Enumerable.Range(0, 40).Any(i => cache.Find($"k{i}") is { } found && found != last.GetValueOrDefault($"k{i}")))
            {
                return false;
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keeps_what_is_used_while_a_scan_passes_through()
    {
        var cache = new ScanResistantCache<string>(1_000);
        var hot = Enumerable.Range(0, 50).Select(static i => $"hot{i}").ToList();
        foreach (var key in hot)
        {
            cache.Set(key, key, 10, static _ => true);
            cache.Find(key);
            cache.Find(key);
        }

        for (var i = 0; i < 10_000; i++)
        {
            cache.Set($"scan{i}", "x", 10, static _ => true);
            cache.Find(hot[i % hot.Count]);
        }

        hot.Count(key => cache.Find(key) is not null).ShouldBe(hot.Count);
    }

    [Fact]
    public void Takes_back_sooner_what_it_put_out_a_moment_ago()
    {
        var cache = new ScanResistantCache<string>(100);
        cache.Set("again", "1", 10, static _ => true);
        for (var i = 0; i < 10; i++)
        {
            cache.Set($"fill{i}", "x", 10, static _ => true);
        }

        cache.Find("again").ShouldBeNull();
        cache.Set("again", "2", 10, static _ => true);
        for (var i = 0; i < 20; i++)
        {
            cache.Set($"more{i}", "x", 10, static _ => true);
        }

        cache.Find("again").ShouldBe("2", "its second coming went into the main queue");
    }

    [Fact]
    public void Does_not_hold_what_is_larger_than_all_of_it()
    {
        var cache = new ScanResistantCache<string>(100);
        cache.Set("k", "small", 10, static _ => true);

        cache.Set("k", "large", 101, static _ => true).ShouldBeFalse();

        cache.Find("k").ShouldBeNull("the small value is not the last");
        cache.Bytes.ShouldBe(0);
    }
}
