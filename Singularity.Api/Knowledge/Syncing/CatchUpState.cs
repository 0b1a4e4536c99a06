namespace Singularity.Api.Knowledge.Syncing;

/// <summary>How fetching from CentralCloud goes, for statistics.</summary>
internal sealed class CatchUpState
{
    private long _fetched;
    private long _passedOver;

    /// <summary>Observations that were new here, since the start.</summary>
    public long Fetched => Interlocked.Read(ref _fetched);

    /// <summary>Those that could not be taken in.</summary>
    public long PassedOver => Interlocked.Read(ref _passedOver);

    /// <summary>Whether everything that CentralCloud had at some time since the start was fetched.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Why the last attempt failed; null when it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether it was read from the beginning once more, which is done once.</summary>
    public bool IsRepeated { get; private set; }

    public void Count(int fetched, int passedOver)
    {
        Interlocked.Add(ref _fetched, fetched);
        Interlocked.Add(ref _passedOver, passedOver);
        KnowledgeTelemetry.CountFetched(fetched);
    }

    public void Repeat() => IsRepeated = true;

    /// <returns>Whether that is news.</returns>
    public bool End(string? problem)
    {
        var isNews = Problem != problem;
        Problem = problem;
        IsComplete |= problem is null;
        return isNews;
    }
}
