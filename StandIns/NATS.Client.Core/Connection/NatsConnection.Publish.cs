namespace NATS.Client.Core;

public partial class NatsConnection
{
    public ValueTask PublishAsync(
        string subject, NatsHeaders? headers = default, string? replyTo = default, NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default) =>
        PublishAsync<byte[]>(subject, null, headers, replyTo, NatsRawSerializer<byte[]>.Default, opts, cancellationToken);

    public ValueTask PublishAsync<T>(
        in NatsMsg<T> msg, INatsSerialize<T>? serializer = default, NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default) =>
        PublishAsync(msg.Subject, msg.Data, msg.Headers, msg.ReplyTo, serializer, opts, cancellationToken);

    public ValueTask PublishAsync<T>(
        string subject, T? data, NatsHeaders? headers = default, string? replyTo = default, INatsSerialize<T>? serializer = default,
        NatsPubOpts? opts = default, CancellationToken cancellationToken = default)
    {
        SubjectRules.CheckSubject(subject);
        SubjectRules.CheckReplyTo(replyTo);
        return Telemetry.HasListeners
            ? SendTracedAsync(subject, data, headers, replyTo, serializer, cancellationToken)
            : SendAsync(subject, data, headers, replyTo, serializer, cancellationToken);
    }

    private async ValueTask SendTracedAsync<T>(
        string subject, T? data, NatsHeaders? headers, string? replyTo, INatsSerialize<T>? serializer, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.StartSend(this, "publish", subject, replyTo);
        Telemetry.Inject(activity, ref headers);
        try
        {
            await SendAsync(subject, data, headers, replyTo, serializer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Telemetry.Fail(activity, e);
            throw;
        }
    }

    private ValueTask SendAsync<T>(
        string subject, T? data, NatsHeaders? headers, string? replyTo, INatsSerialize<T>? serializer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        serializer ??= Opts.SerializerRegistry.GetSerializer<T>();
        headers?.SetReadOnly();
        if (_state != NatsConnectionState.Open)
            return ConnectAndSendAsync(subject, data, headers, replyTo, serializer, cancellationToken);

        var message = Serialize(data, headers, serializer);
        var returned = false;
        try
        {
            if (!_output.TryPublish(subject, replyTo, message))
            {
                returned = true;
                return _output.PublishWhenRoomAsync(subject, replyTo, message, Opts.CommandTimeout, cancellationToken);
            }
        }
        finally
        {
            if (!returned)
                message.Return();
        }

        return default;
    }

    private async ValueTask ConnectAndSendAsync<T>(
        string subject, T? data, NatsHeaders? headers, string? replyTo, INatsSerialize<T> serializer, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (Opts.PublishTimeoutOnDisconnected)
            timeout.CancelAfter(Opts.CommandTimeout);
        await ConnectAsync().AsTask().WaitAsync(timeout.Token).ConfigureAwait(false);
        var message = Serialize(data, headers, serializer);
        await _output.PublishWhenRoomAsync(subject, replyTo, message, Opts.CommandTimeout, cancellationToken).ConfigureAwait(false);
    }

    private Scratch Serialize<T>(T? data, NatsHeaders? headers, INatsSerialize<T> serializer)
    {
        var message = Scratch.Rent();
        try
        {
            if (headers is not null)
            {
                HeaderBlock.Write(message, headers, Opts.HeaderEncoding);
                message.HeaderLength = message.Count;
            }

            if (data is not null)
                serializer.Serialize(message, data);
            if (_serverInfo is { MaxPayload: > 0 and var max } && message.Count > max)
                throw new NatsPayloadTooLargeException($"Payload size {message.Count} exceeds server's maximum payload size {max}");
            return message;
        }
        catch
        {
            message.Return();
            throw;
        }
    }
}
