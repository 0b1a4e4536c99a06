using System.Collections.Concurrent;
using Singularity.Knowledge.Storage;

namespace Singularity.Api.Knowledge.Forwarding;

/// <summary>How sending goes, for statistics and metrics.</summary>
internal sealed class ForwardState
{
    private readonly ConcurrentDictionary<string, ForwardReport> _formerIds = new(StringComparer.Ordinal);
    private long _sent;
    private long _backlog;

    public ForwardState() => KnowledgeTelemetry.ObserveBacklog(() => Interlocked.Read(ref _backlog));

    /// <summary>Observations that the authority acknowledged since the start.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Of this instance's own observations.</summary>
    public ForwardReport Own { get; private set; } = new(null, default);

    /// <summary>Of those under ids that this instance had before.</summary>
    public IReadOnlyDictionary<string, ForwardReport> FormerIds => _formerIds;

    public void CountSent(int count)
    {
        Interlocked.Add(ref _sent, count);
        KnowledgeTelemetry.CountForwarded(count);
    }

    public void Count(OutboxBacklog backlog) => Interlocked.Exchange(ref _backlog, backlog.Count);

    /// <returns>Whether that is news.</returns>
    public bool Note(ForwardProblem? problem, DateTimeOffset now)
    {
        var isNews = Own.Problem?.Kind != problem?.Kind;
        Own = new ForwardReport(problem, isNews ? now : Own.Since);
        return isNews;
    }

    /// <returns>Whether that is news.</returns>
    public bool NoteFormer(string instanceId, ForwardProblem? problem, DateTimeOffset now)
    {
        if (problem is null)
        {
            return _formerIds.TryRemove(instanceId, out _);
        }

        var isNews = !_formerIds.TryGetValue(instanceId, out var known) || known.Problem?.Kind != problem.Kind;
        _formerIds[instanceId] = new ForwardReport(problem, isNews ? now : known!.Since);
        return isNews;
    }
}

/// <param name="Problem">Null when what there was could be sent.</param>
/// <param name="Since">When it was first so.</param>
internal sealed record ForwardReport(ForwardProblem? Problem, DateTimeOffset Since);

/// <param name="Text">For people: what happened and what to do.</param>
internal sealed record ForwardProblem(ForwardProblemKind Kind, string Text);

internal enum ForwardProblemKind
{
    /// <summary>No connection to NATS.</summary>
    Disconnected,

    /// <summary>No stream takes observations, or it did not acknowledge in time.</summary>
    NoAnswer,

    /// <summary>The stream is there and takes no more.</summary>
    Refused,

    /// <summary>One observation cannot be sent; others can.</summary>
    TooLarge,

    /// <summary>This instance's own database does not answer.</summary>
    DatabaseAway,
}
