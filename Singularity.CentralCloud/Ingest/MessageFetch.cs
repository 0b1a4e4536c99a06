using Microsoft.Extensions.Options;
using NATS.Client.JetStream;

namespace Singularity.CentralCloud.Ingest;

/// <summary>
/// Fetches what the stream has, as much as may be held. What was delivered and not read would be delivered again only after a while; so nothing is asked for ahead, and
/// no answer is left before its end.
/// </summary>
internal sealed class MessageFetch(IOptions<IngestOptions> options, TimeProvider time)
{
    // Long enough that an idle service asks seldom, and short enough that a lost answer costs little. The client allows no less than a second.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    // What is delivered after this is not read, and comes again only after a while: many times what the most that is fetched needs.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Empty when nothing came for a while.</summary>
    public async Task<List<INatsJSMsg<byte[]>>> RunAsync(INatsJSConsumer consumer, CancellationToken cancellationToken)
    {
        var messages = new List<INatsJSMsg<byte[]>>();
        await FetchAsync(consumer, messages, cancellationToken);
        if (messages.Count == 0 && await consumer.NextAsync<byte[]>(opts: new NatsJSNextOpts { Expires = Idle }, cancellationToken: cancellationToken) is { } first)
        {
            messages.Add(first);
            await Task.Delay(options.Value.BatchWait, time, cancellationToken);
            await FetchAsync(consumer, messages, cancellationToken);
        }

        return messages;
    }

    private async Task FetchAsync(INatsJSConsumer consumer, List<INatsJSMsg<byte[]>> messages, CancellationToken cancellationToken)
    {
        var limit = new NatsJSFetchOpts { MaxBytes = options.Value.FetchBytes, Expires = Longest };
        await foreach (var message in consumer.FetchNoWaitAsync<byte[]>(limit, cancellationToken: cancellationToken))
        {
            messages.Add(message);
        }
    }
}
