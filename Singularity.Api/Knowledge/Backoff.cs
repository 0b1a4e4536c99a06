namespace Singularity.Api.Knowledge;

/// <summary>Pauses between attempts: each twice the one before up to the longest, and each by chance up to a fifth shorter, so that instances do not come all at once.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private int _attempts;

    public TimeSpan Next()
    {
        // More doublings than anybody will wait for, and still no overflow.
        var pause = first * Math.Pow(2, Math.Min(_attempts++, 30));
#pragma warning disable CA5394 // Nothing depends on nobody guessing it.
        return (pause < longest ? pause : longest) * (1 - (Random.Shared.NextDouble() / 5));
#pragma warning restore CA5394
    }

    public void Reset() => _attempts = 0;
}
