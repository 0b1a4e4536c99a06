using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NATS.Client.Core;

public partial class NatsConnection
{
    public async ValueTask<TimeSpan> PingAsync(CancellationToken cancellationToken = default)
    {
        if (_state != NatsConnectionState.Open)
            await ConnectAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        var started = Stopwatch.GetTimestamp();
        await _output.PingAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(started);
    }

    public ValueTask<NatsMsg<TReply>> RequestAsync<TReply>(
        string subject, INatsDeserialize<TReply>? replySerializer = default, NatsSubOpts? replyOpts = default,
        CancellationToken cancellationToken = default) =>
        RequestAsync<object, TReply>(
            subject, data: null, replySerializer: replySerializer, replyOpts: replyOpts, cancellationToken: cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<NatsMsg<TReply>> RequestAsync<TRequest, TReply>(
        string subject, TRequest? data, NatsHeaders? headers = default, INatsSerialize<TRequest>? requestSerializer = default,
        INatsDeserialize<TReply>? replySerializer = default, NatsPubOpts? requestOpts = default, NatsSubOpts? replyOpts = default,
        CancellationToken cancellationToken = default)
    {
        SubjectRules.CheckSubject(subject);
        using var activity = Telemetry.StartSend(this, "request", subject, replyTo: null);
        try
        {
            if (_state != NatsConnectionState.Open)
                await ConnectAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            EnsureInbox();
            replySerializer ??= Opts.SerializerRegistry.GetDeserializer<TReply>();
            var waiter = ReplyWaiter<TReply>.Rent(this, replySerializer);
            var replyTo = _inbox.Add(waiter, ReplyTimeout(replyOpts));
            try
            {
                await PublishAsync(subject, data, headers, replyTo, requestSerializer, requestOpts, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                waiter.Abandon();
                throw;
            }

            var reply = await waiter.WaitAsync(cancellationToken).ConfigureAwait(false);
            reply.Headers?.Activity?.Dispose();
            Check(reply, replyOpts);
            return reply;
        }
        catch (Exception e)
        {
            Telemetry.Fail(activity, e);
            throw;
        }
    }

    public IAsyncEnumerable<NatsMsg<TReply>> RequestManyAsync<TRequest, TReply>(
        string subject, TRequest? data, NatsHeaders? headers = default, INatsSerialize<TRequest>? requestSerializer = default,
        INatsDeserialize<TReply>? replySerializer = default, NatsPubOpts? requestOpts = default, NatsSubOpts? replyOpts = default,
        CancellationToken cancellationToken = default)
    {
        SubjectRules.CheckSubject(subject);
        replyOpts = (replyOpts ?? new NatsSubOpts()) with
        {
            StopOnEmptyMsg = replyOpts?.StopOnEmptyMsg ?? true,
            ThrowIfNoResponders = replyOpts?.ThrowIfNoResponders ?? true,
            Timeout = replyOpts?.Timeout ?? Opts.RequestTimeout,
        };
        return RequestManyAsync(CancellationToken.None);

        async IAsyncEnumerable<NatsMsg<TReply>> RequestManyAsync([EnumeratorCancellation] CancellationToken enumeration)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enumeration);
            await using var sub = await OpenSubAsync(NewInbox(), queueGroup: null, replySerializer, replyOpts, CancellationToken.None)
                .ConfigureAwait(false);
            await PublishAsync(subject, data, headers, sub.Subject, requestSerializer, requestOpts, either.Token).ConfigureAwait(false);
            await foreach (var msg in sub.Msgs.ReadAllAsync(either.Token).ConfigureAwait(false))
                yield return msg;
        }
    }

    /// <summary>The earliest of the limits that apply to a first message; zero for none.</summary>
    private TimeSpan ReplyTimeout(NatsSubOpts? opts)
    {
        var overall = opts?.Timeout ?? Opts.RequestTimeout;
        var first = opts?.StartUpTimeout ?? opts?.IdleTimeout ?? TimeSpan.Zero;
        return first > TimeSpan.Zero && (first < overall || overall <= TimeSpan.Zero) ? first : overall;
    }

    private void Check<T>(in NatsMsg<T> reply, NatsSubOpts? opts)
    {
        if (!reply.IsEmpty || Opts.RequestReplyMode == NatsRequestReplyMode.Direct)
            return;
        if (reply.HasNoResponders && opts?.ThrowIfNoResponders != false)
            throw new NatsNoRespondersException();
        if (opts?.StopOnEmptyMsg == true)
            throw new NatsNoReplyException();
    }
}
