using System.Diagnostics;

namespace Singularity.Tests.Support;

/// <summary>Waits for a condition that nothing announces.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience; await Task.Delay(25))
        {
            if (await condition())
                return;
        }

        throw new TimeoutException($"Not within {Patience.TotalSeconds} s: {what}");
    }
}
