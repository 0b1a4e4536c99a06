namespace Singularity.Registry.Search.Feeding;

/// <summary>
/// Which changes were taken. Revisions are numbered before they are committed, so that what came in the last half minute is listed again and a slow
/// transaction is not passed over; what is listed again is known by its key.
/// </summary>
internal sealed class RevisionWindow(TimeProvider timeProvider)
{
    // Half of the time for which changes are listed again.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, long> _taken = new(StringComparer.Ordinal);
    private long _seen;
    private long _seenAt;

    /// <summary>List changes after this revision.</summary>
    public long From { get; private set; }

    public bool IsTaken(string key, long revision) => _taken.GetValueOrDefault(key) == revision;

    public void Take(string key, long revision) => _taken[key] = revision;

    /// <summary>Everything up to this revision was listed.</summary>
    public void Close(long newest)
    {
        if (_seenAt != 0 && timeProvider.GetElapsedTime(_seenAt) < Overlap)
        {
            return;
        }

        (From, _seen, _seenAt) = (_seen, newest, timeProvider.GetTimestamp());
        foreach (var (key, _) in _taken.Where(taken => taken.Value <= From).ToList())
        {
            _taken.Remove(key);
        }
    }
}
