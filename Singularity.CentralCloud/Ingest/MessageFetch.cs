using Microsoft.Extensions.Options;
using NATS.Client.JetStream;
using Singularity.Contracts.Messaging;

namespace Singularity.CentralCloud.Ingest;

/// <summary>
/// Fetches what the stream has, as much as may be held. What was delivered and not read would be delivered again only after a while; so nothing is asked for ahead, and
/// no answer is left before its end. Messages are read as they come, while the database works on those before.
/// </summary>
internal sealed class MessageFetch(Subjects subjects, IOptions<IngestOptions> options, TimeProvider time)
{
    // Long enough that an idle service asks seldom, and short enough that a lost answer costs little. The client allows no less than a second.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    // What is delivered after this is not read, and comes again only after a while: many times what the most that is fetched needs.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Empty when nothing came for a while.</summary>
    public async Task<List<Delivered>> RunAsync(INatsJSConsumer consumer, CancellationToken cancellationToken)
    {
        var messages = new List<Delivered>();
        await FetchAsync(consumer, messages, cancellationToken);
        if (messages.Count == 0 && await consumer.NextAsync<byte[]>(opts: new NatsJSNextOpts { Expires = Idle }, cancellationToken: cancellationToken) is { } first)
        {
            messages.Add(Read(first));
            await Task.Delay(options.Value.BatchWait, time, cancellationToken);
            await FetchAsync(consumer, messages, cancellationToken);
        }

        return messages;
    }

    private async Task FetchAsync(INatsJSConsumer consumer, List<Delivered> messages, CancellationToken cancellationToken)
    {
        var limit = new NatsJSFetchOpts { MaxBytes = options.Value.FetchBytes, Expires = Longest };
        await foreach (var message in consumer.FetchNoWaitAsync<byte[]>(limit, cancellationToken: cancellationToken))
        {
            messages.Add(Read(message));
        }
    }

    private Delivered Read(INatsJSMsg<byte[]> message)
    {
        var incoming = new Incoming(message.Subject, (long)(message.Metadata?.Sequence.Stream ?? 0), message.Data ?? [], message.Data?.Length ?? 0);
        incoming.Read(subjects);
        return new Delivered(message, incoming);
    }
}
