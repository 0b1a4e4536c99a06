using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Ids;

/// <summary>
/// The hybrid logical clock of an instance (Kulkarni et al., 2014). A stamp that is further ahead of the wall clock than <paramref name="maxAhead"/> does
/// not move it: one machine with a wrong clock must not drag all others along. Safe for any number of callers at once.
/// </summary>
public sealed class HybridClock(TimeProvider time, TimeSpan maxAhead)
{
    private readonly Lock _lock = new();
    private HybridTime _last;
    private long _tooFarAhead;

    /// <summary>How far ahead of the wall clock a stamp may be that moves this one.</summary>
    public TimeSpan MaxAhead => maxAhead;

    /// <summary>How many stamps were too far ahead to be followed.</summary>
    public long TooFarAhead => Interlocked.Read(ref _tooFarAhead);

    /// <summary>The stamp of something that happens here and now: greater than every stamp given or followed before.</summary>
    public HybridTime Now()
    {
        lock (_lock)
        {
            var wall = Wall();
            return _last = wall > _last.WallMs ? new HybridTime(wall, 0) : _last.Next();
        }
    }

    /// <summary>
    /// The same, and also greater than what it answers, however far ahead that is: a correction wins over what its author saw. Where that is too far
    /// ahead, the clock itself does not follow.
    /// </summary>
    public HybridTime NowAfter(HybridTime seen)
    {
        var now = Now();
        return now > seen ? now
            : Receive(seen) is ClockReceipt.Followed ? Now()
            : seen.Next();
    }

    /// <summary>Learns of a stamp given elsewhere, or by this instance before it was started again.</summary>
    public ClockReceipt Receive(HybridTime stamp)
    {
        lock (_lock)
        {
            var ahead = stamp.WallMs - Wall();
            if (ahead > maxAhead.TotalMilliseconds)
            {
                Interlocked.Increment(ref _tooFarAhead);
                return new ClockReceipt.TooFarAhead(TimeSpan.FromMilliseconds(ahead));
            }

            // Giving a stamp adds the one by which it is greater.
            _last = stamp > _last ? stamp : _last;
            return new ClockReceipt.Followed();
        }
    }

    private long Wall() => Math.Clamp(time.GetUtcNow().ToUnixTimeMilliseconds(), 0, HybridTime.MaxWallMs);
}

/// <summary>What the clock made of a stamp.</summary>
public abstract record ClockReceipt
{
    private ClockReceipt()
    {
    }

    public sealed record Followed : ClockReceipt;

    /// <param name="By">How far the stamp is ahead of the wall clock.</param>
    public sealed record TooFarAhead(TimeSpan By) : ClockReceipt;
}
