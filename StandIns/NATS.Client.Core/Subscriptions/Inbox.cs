using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;

namespace NATS.Client.Core;

/// <summary>
/// The one subscription, <c>{prefix}.*</c>, by which all replies of a connection arrive: to requests, told apart by number, and to
/// subscriptions on inboxes, told apart by subject.
/// </summary>
internal sealed class Inbox : NatsSubBase
{
    private readonly ConcurrentDictionary<long, ReplyWaiter> _waiters = new();
    private readonly ConcurrentDictionary<string, NatsSubBase> _subs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, NatsSubBase>.AlternateLookup<ReadOnlySpan<char>> _subsBySpan;
    private readonly string _prefix;
    private long _lastId;

    public Inbox(NatsConnection connection, string prefix)
        : base(connection, prefix + "*", queueGroup: null, opts: null, CancellationToken.None)
    {
        _prefix = prefix;
        _subsBySpan = _subs.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether replies to the subject arrive here.</summary>
    public bool Covers(string subject) =>
        subject.Length > _prefix.Length && subject.StartsWith(_prefix, StringComparison.Ordinal)
        && !subject.AsSpan(_prefix.Length).ContainsAny('.', '*', '>');

    public bool TryAdd(NatsSubBase sub) => _subs.TryAdd(sub.Subject, sub);

    public bool TryRemove(NatsSubBase sub) => _subs.TryRemove(KeyValuePair.Create(sub.Subject, sub));

    /// <summary>Gives a waiter its number; the reply subject is the prefix and the number.</summary>
    public string Add(ReplyWaiter waiter, TimeSpan timeout)
    {
        var id = Interlocked.Increment(ref _lastId);
        _waiters[id] = waiter;
        waiter.Start(this, id, string.Concat(_prefix, id.ToString()), timeout);
        return waiter.Subject;
    }

    /// <summary>True for exactly one caller: the one who may complete the waiter.</summary>
    public bool TryTake(long id) => _waiters.TryRemove(id, out _);

    public void FailAll()
    {
        foreach (var (id, waiter) in _waiters)
        {
            if (TryTake(id))
                waiter.Fail(new NatsNoReplyException());
        }

        foreach (var sub in _subs.Values)
            sub.End(NatsSubEndReason.None);
    }

    private protected override ValueTask DeliverAsync(in Frame frame)
    {
        if (frame.Subject.Length <= _prefix.Length)
            return default;
        var suffix = frame.Subject[_prefix.Length..];
        if (Utf8Parser.TryParse(suffix, out long id, out var used) && used == suffix.Length && _waiters.TryRemove(id, out var waiter))
        {
            waiter.Complete(frame);
            return default;
        }

        // Whoever asked has given up, or nobody did: both are ordinary.
        var subject = frame.Subject.Length <= 256 ? stackalloc char[frame.Subject.Length] : new char[frame.Subject.Length];
        var length = Encoding.UTF8.GetChars(frame.Subject, subject);
        return _subsBySpan.TryGetValue(subject[..length], out var sub) ? sub.ReceiveAsync(frame) : default;
    }

    private protected override void Complete() => FailAll();
}
