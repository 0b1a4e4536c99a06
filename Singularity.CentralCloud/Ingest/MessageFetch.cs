using Microsoft.Extensions.Options;
using NATS.Client.JetStream;
using Singularity.Contracts.Messaging;

namespace Singularity.CentralCloud.Ingest;

/// <summary>Fetches what the stream has, as much as may be held. Messages are read as they come, while the database works on those before.</summary>
internal sealed class MessageFetch(Subjects subjects, IOptions<IngestOptions> options, TimeProvider time)
{
    // Long enough that an idle service asks seldom, and short enough that a lost answer costs little. The client allows no less than a second.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    // Many times what the most that is fetched needs.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <param name="reading">Is moved on.</param>
    /// <param name="wait">Whether to wait a while for the first message.</param>
    public async Task<Fetched> RunAsync(StreamReading reading, bool wait, CancellationToken cancellationToken)
    {
        var messages = new List<Incoming>();
        var isWhole = await FetchAsync(reading, messages, cancellationToken);
        if (wait && messages.Count == 0 && isWhole
            && await reading.Consumer.NextAsync<byte[]>(opts: new NatsJSNextOpts { Expires = Idle }, cancellationToken: cancellationToken) is { } first)
        {
            isWhole = Add(reading, messages, first);
            await Task.Delay(options.Value.BatchWait, time, cancellationToken);
            isWhole = isWhole && await FetchAsync(reading, messages, cancellationToken);
        }

        return new Fetched(messages, isWhole, reading.Pending);
    }

    private async Task<bool> FetchAsync(StreamReading reading, List<Incoming> messages, CancellationToken cancellationToken)
    {
        var limit = new NatsJSFetchOpts { MaxBytes = options.Value.FetchBytes, Expires = Longest };
        await foreach (var message in reading.Consumer.FetchNoWaitAsync<byte[]>(limit, cancellationToken: cancellationToken))
        {
            if (!Add(reading, messages, message))
            {
                return false;
            }
        }

        return true;
    }

    private bool Add(StreamReading reading, List<Incoming> messages, INatsJSMsg<byte[]> message)
    {
        if (!reading.TryMoveOn(message.Metadata))
        {
            return false;
        }

        var incoming = new Incoming(message.Subject, reading.Sequence, message.Data ?? [], message.Data?.Length ?? 0);
        incoming.Read(subjects);
        messages.Add(incoming);
        return true;
    }
}

/// <summary>What a fetch brought.</summary>
/// <param name="Messages">In the stream's order, none left out; empty when nothing came for a while.</param>
/// <param name="IsWhole">False when the message after them was lost on its way.</param>
/// <param name="Pending">Messages of the stream that come after them.</param>
internal sealed record Fetched(List<Incoming> Messages, bool IsWhole, long Pending);
