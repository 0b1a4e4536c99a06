using System.Diagnostics;

namespace Singularity.Tests.Support;

/// <summary>Waits for a condition that nothing announces.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="patience">Default 30 seconds; more where processes have to start on a busy machine.</param>
    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what, TimeSpan? patience = null)
    {
        var longest = patience ?? Patience;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < longest; await Task.Delay(25))
        {
            if (await condition())
                return;
        }

        throw new TimeoutException($"Not within {longest.TotalSeconds} s: {what}");
    }
}
