namespace Aspire.Hosting.Orchestration;

/// <summary>How long a resource that ended waits before it is started again: twice as long each time, until it stayed healthy.</summary>
internal sealed class RestartPause(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(30);

    private TimeSpan _next = First;
    private long? _healthySince;

    public void Healthy() => _healthySince = time.GetTimestamp();

    public TimeSpan Next()
    {
        if (_healthySince is { } since && time.GetElapsedTime(since) >= Trust) _next = First;
        _healthySince = null;
        var pause = _next;
        _next = pause * 2 < Longest ? pause * 2 : Longest;
        return pause;
    }
}
