using System.Globalization;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

public partial class NatsJSContext
{
    public async ValueTask<PubAckResponse> PublishAsync<T>(
        string subject,
        T? data,
        INatsSerialize<T>? serializer = default,
        NatsJSPubOpts? opts = default,
        NatsHeaders? headers = default,
        CancellationToken cancellationToken = default)
    {
        var result = await TryPublishAsync(subject, data, serializer, opts, headers, cancellationToken);
        return result.Success ? result.Value : throw result.Error;
    }

    public async ValueTask<NatsResult<PubAckResponse>> TryPublishAsync<T>(
        string subject,
        T? data,
        INatsSerialize<T>? serializer = default,
        NatsJSPubOpts? opts = default,
        NatsHeaders? headers = default,
        CancellationToken cancellationToken = default)
    {
        headers = WithExpectations(opts, headers);
        opts ??= NatsJSPubOpts.Default;

        for (var attempt = 1; attempt <= opts.RetryAttempts; attempt++)
        {
            if (attempt > 1) await Task.Delay(opts.RetryWaitBetweenAttempts, cancellationToken);
            try
            {
                var reply = await Connection.RequestAsync<T, PubAckResponse>(
                    subject,
                    data,
                    headers,
                    serializer,
                    NatsJSJsonSerializer<PubAckResponse>.Default,
                    opts,
                    new NatsSubOpts { Timeout = Opts.RequestTimeout },
                    cancellationToken);
                if (reply.HasNoResponders) continue;
                return reply.Error is { } error ? error
                    : reply.Data is { } ack ? ack
                    : new NatsJSException("No response data received");
            }
            catch (NatsNoRespondersException)
            {
                // No stream takes the subject now: one may in a moment, while a server or a leader starts.
            }
            catch (NatsNoReplyException)
            {
                // It may have been stored, so sending it again is not ours to decide.
                break;
            }
        }

        return NatsJSPublishNoResponseException.Default;
    }

    private static NatsHeaders? WithExpectations(NatsJSPubOpts? opts, NatsHeaders? headers)
    {
        if (opts is null) return headers;

        Set("Nats-Msg-Id", opts.MsgId);
        Set("Nats-Expected-Last-Msg-Id", opts.ExpectedLastMsgId);
        Set("Nats-Expected-Stream", opts.ExpectedStream);
        Set("Nats-Expected-Last-Sequence", Text(opts.ExpectedLastSequence));
        Set("Nats-Expected-Last-Subject-Sequence", Text(opts.ExpectedLastSubjectSequence));
        Set("Nats-Expected-Last-Subject-Sequence-Subject", opts.ExpectedLastSubjectSequenceSubject);
        return headers;

        void Set(string name, string? value)
        {
            if (value is not null) (headers ??= [])[name] = value;
        }

        static string? Text(ulong? number) => number?.ToString(CultureInfo.InvariantCulture);
    }
}
