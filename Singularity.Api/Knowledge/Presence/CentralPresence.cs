using System.Globalization;
using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Singularity.Contracts.CentralCloud;

namespace Singularity.Api.Knowledge.Presence;

/// <summary>
/// Whether CentralCloud is there, as its answers to heartbeats and queries tell. A query asks only when this allows it: never one that is known to be away, once
/// while nothing is known, and after a late or failed answer not before a pause, which grows while it goes on; then one query tries for all.
/// </summary>
internal sealed class CentralPresence(INatsConnection connection, IOptions<SharingOptions> options, TimeProvider time)
{
    private const string NotConnected = "This instance is not connected to NATS.";

    private readonly Lock _lock = new();
    private readonly List<Signal> _watchers = [];
    private PresenceReport _report = new(PresenceState.Unknown, time.GetUtcNow(), null, null);
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private TimeSpan _pause;

    public PresenceReport Report
    {
        get
        {
            lock (_lock)
            {
                return _report;
            }
        }
    }

    /// <summary>Set whenever a query was late or failed: whether anybody is there is worth asking before the next heartbeat.</summary>
    public Signal Doubts { get; } = new(time);

    /// <summary>Set whenever CentralCloud is there after it was not or not known to be, or spoke of this instance for the first time.</summary>
    public Signal Watch()
    {
        var signal = new Signal(time);
        lock (_lock)
        {
            _watchers.Add(signal);
        }

        return signal;
    }

    /// <summary>Null for a query that may ask now, and whose outcome is to be told; else why it may not, for people.</summary>
    public string? TryAsk()
    {
        if (connection.ConnectionState is not NatsConnectionState.Open)
        {
            return $"CentralCloud was not asked: {NotConnected}";
        }

        lock (_lock)
        {
            if (_report.State is PresenceState.Away)
            {
                return string.Create(CultureInfo.InvariantCulture, $"CentralCloud was not asked, since it is away since {_report.Since:u}: {_report.Problem}");
            }

            var now = time.GetUtcNow();
            if (now < _notBefore)
            {
                return string.Create(CultureInfo.InvariantCulture, $"CentralCloud was not asked before {_notBefore:u}: {_report.Problem ?? "another query is asking whether it is there."}");
            }

            // Others do not ask while this one tries; should it never tell, they do so later.
            if (_report.State is PresenceState.Unknown || _pause > TimeSpan.Zero)
            {
                _notBefore = now + options.Value.CentralDeadline + options.Value.CentralDeadline;
            }

            return null;
        }
    }

    /// <summary>A query was answered.</summary>
    public void Answered()
    {
        lock (_lock)
        {
            (_pause, _notBefore) = (TimeSpan.Zero, DateTimeOffset.MinValue);
        }

        Change(PresenceState.Present, null, null);
    }

    /// <summary>A hello or a heartbeat was answered: it is there, though its queries may still have to be left alone.</summary>
    public void Greeted(CentralInstance instance) => Change(PresenceState.Present, null, instance);

    /// <summary>Nobody answers.</summary>
    public void Away(string problem) => Change(PresenceState.Away, problem, null);

    /// <summary>The connection to NATS is lost.</summary>
    public void Disconnected() => Away(NotConnected);

    /// <summary>A query was answered too late or with an error.</summary>
    public void Failed(string problem)
    {
        lock (_lock)
        {
            var longer = _pause + _pause;
            _pause = _pause == TimeSpan.Zero ? options.Value.CentralPause : longer < options.Value.LongestCentralPause ? longer : options.Value.LongestCentralPause;
            _notBefore = time.GetUtcNow() + _pause;
            _report = _report.State is PresenceState.Unknown
                ? new PresenceReport(PresenceState.Away, time.GetUtcNow(), problem, null)
                : _report with { Problem = problem };
        }

        Doubts.Set();
    }

    private void Change(PresenceState state, string? problem, CentralInstance? instance)
    {
        lock (_lock)
        {
            var returned = state is PresenceState.Present && (_report.State is not PresenceState.Present || (instance is not null && _report.Instance is null));
            _notBefore = state is PresenceState.Present && _pause == TimeSpan.Zero ? DateTimeOffset.MinValue : _notBefore;
            _report = new PresenceReport(
                state,
                state == _report.State ? _report.Since : time.GetUtcNow(),
                state is PresenceState.Present && _pause > TimeSpan.Zero ? _report.Problem : problem,
                instance ?? _report.Instance);
            if (returned)
            {
                _watchers.ForEach(static watcher => watcher.Set());
            }
        }
    }
}

internal enum PresenceState
{
    Unknown,
    Present,
    Away,
}

/// <param name="Since">When it was first known to be so.</param>
/// <param name="Problem">Why it is not asked, or what went wrong last; null when all is well.</param>
/// <param name="Instance">What CentralCloud last said of this instance; null before it said anything.</param>
internal sealed record PresenceReport(PresenceState State, DateTimeOffset Since, string? Problem, CentralInstance? Instance);
