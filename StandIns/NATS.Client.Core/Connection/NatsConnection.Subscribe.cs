using System.Runtime.CompilerServices;

namespace NATS.Client.Core;

public partial class NatsConnection
{
    public IAsyncEnumerable<NatsMsg<T>> SubscribeAsync<T>(
        string subject, string? queueGroup = default, INatsDeserialize<T>? serializer = default, NatsSubOpts? opts = default,
        CancellationToken cancellationToken = default)
    {
        SubjectRules.CheckSubject(subject);
        SubjectRules.CheckQueueGroup(queueGroup);
        return EnumerateAsync(subject, queueGroup, serializer, opts, cancellationToken);
    }

    public ValueTask<INatsSub<T>> SubscribeCoreAsync<T>(
        string subject, string? queueGroup = default, INatsDeserialize<T>? serializer = default, NatsSubOpts? opts = default,
        CancellationToken cancellationToken = default)
    {
        SubjectRules.CheckSubject(subject);
        SubjectRules.CheckQueueGroup(queueGroup);
        return AsInterfaceAsync(OpenSubAsync(subject, queueGroup, serializer, opts, cancellationToken));
    }

    /// <summary>Called once by each subscription as it ends.</summary>
    internal void Remove(NatsSubBase sub)
    {
        if (sub.Sid == 0)
            _inbox.TryRemove(sub);
        else if (_subs.TryRemove(sub.Sid, out _))
            _output.Unsubscribe(sub.Sid);
    }

    private static async ValueTask<INatsSub<T>> AsInterfaceAsync<T>(ValueTask<NatsSub<T>> sub) => await sub.ConfigureAwait(false);

    private async IAsyncEnumerable<NatsMsg<T>> EnumerateAsync<T>(
        string subject, string? queueGroup, INatsDeserialize<T>? serializer, NatsSubOpts? opts,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var sub = await OpenSubAsync(subject, queueGroup, serializer, opts, cancellationToken).ConfigureAwait(false);

        // Cancelling ends the subscription, not the reading: what has arrived is still handed out.
        await foreach (var msg in sub.Msgs.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            yield return msg;
    }

    private async ValueTask<NatsSub<T>> OpenSubAsync<T>(
        string subject, string? queueGroup, INatsDeserialize<T>? serializer, NatsSubOpts? opts, CancellationToken cancellationToken)
    {
        if (_state != NatsConnectionState.Open)
            await ConnectAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        using var activity = Telemetry.StartSend(this, "subscribe", subject, replyTo: null);
        serializer ??= Opts.SerializerRegistry.GetDeserializer<T>();
        var sub = new NatsSub<T>(this, subject, queueGroup, serializer, opts, cancellationToken);
        Add(sub);
        return sub;
    }

    private void Add(NatsSubBase sub)
    {
        ThrowIfDisposed();
        if (_inbox.Covers(sub.Subject) && sub.QueueGroup is not null)
            throw new NatsException("Inbox subscriptions don't support queue groups");
        if (_inbox.Covers(sub.Subject) && _inbox.TryAdd(sub))
            EnsureInbox();
        else
            Register(sub);
        sub.Start();

        // Cancelled while it was being built and added: its end found nothing to end yet.
        if (!sub.IsUnsubscribed)
            return;
        sub.CompleteLate();
        Remove(sub);
    }

    private void EnsureInbox()
    {
        if (_inbox.Sid != 0)
            return;
        lock (_inbox)
        {
            if (_inbox.Sid == 0)
                Register(_inbox);
        }
    }

    // In the table before on the wire: a reconnect between the two subscribes it, and servers ignore the second time.
    private void Register(NatsSubBase sub)
    {
        var sid = Interlocked.Increment(ref _lastSid);
        _subs[sid] = sub;
        _output.Subscribe(sid, sub.Subject, sub.QueueGroup, sub.PendingMsgs);
        sub.Sid = sid;
    }
}
