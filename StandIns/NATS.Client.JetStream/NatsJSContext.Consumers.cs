using System.Runtime.CompilerServices;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

public partial class NatsJSContext
{
    public ValueTask<INatsJSConsumer> CreateConsumerAsync(
        string stream,
        ConsumerConfig config,
        CancellationToken cancellationToken = default) =>
        PutConsumerAsync(stream, config, ConsumerCreateAction.Create, cancellationToken);

    public ValueTask<INatsJSConsumer> CreateOrUpdateConsumerAsync(
        string stream,
        ConsumerConfig config,
        CancellationToken cancellationToken = default) =>
        PutConsumerAsync(stream, config, ConsumerCreateAction.CreateOrUpdate, cancellationToken);

    public ValueTask<INatsJSConsumer> UpdateConsumerAsync(
        string stream,
        ConsumerConfig config,
        CancellationToken cancellationToken = default) =>
        PutConsumerAsync(stream, config, ConsumerCreateAction.Update, cancellationToken);

    public ValueTask<INatsJSConsumer> CreateOrderedConsumerAsync(
        string stream,
        NatsJSOrderedConsumerOpts? opts = default,
        CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<INatsJSConsumer>(new NatsJSOrderedConsumer(
            Checked(stream, nameof(stream)), this, opts ?? NatsJSOrderedConsumerOpts.Default, cancellationToken));

    public async ValueTask<INatsJSConsumer> GetConsumerAsync(string stream, string consumer, CancellationToken cancellationToken = default)
    {
        var call = $"CONSUMER.INFO.{Checked(stream, nameof(stream))}.{consumer}";
        return new NatsJSConsumer(this, await AskAsync<ConsumerInfo>(call, cancellationToken));
    }

    public async IAsyncEnumerable<INatsJSConsumer> ListConsumersAsync(
        string stream,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = $"CONSUMER.LIST.{Checked(stream, nameof(stream))}";
        for (var offset = 0; ;)
        {
            var request = new ConsumerListRequest { Offset = offset };
            var page = await AskAsync<ConsumerListRequest, ConsumerListResponse>(call, request, cancellationToken);
            if (page.Consumers is not { Count: > 0 }) yield break;
            foreach (var info in page.Consumers) yield return new NatsJSConsumer(this, info);
            offset += page.Consumers.Count;
        }
    }

    public async IAsyncEnumerable<string> ListConsumerNamesAsync(
        string stream,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = $"CONSUMER.NAMES.{Checked(stream, nameof(stream))}";
        for (var offset = 0; ;)
        {
            var request = new ConsumerNamesRequest { Offset = offset };
            var page = await AskAsync<ConsumerNamesRequest, ConsumerNamesResponse>(call, request, cancellationToken);
            if (page.Consumers is not { Count: > 0 }) yield break;
            foreach (var name in page.Consumers) yield return name;
            offset += page.Consumers.Count;
        }
    }

    public async ValueTask<bool> DeleteConsumerAsync(string stream, string consumer, CancellationToken cancellationToken = default)
    {
        var call = $"CONSUMER.DELETE.{Checked(stream, nameof(stream))}.{consumer}";
        var reply = await AskAsync<ConsumerDeleteResponse>(call, cancellationToken);
        return reply.Success;
    }

    private async ValueTask<INatsJSConsumer> PutConsumerAsync(
        string stream,
        ConsumerConfig config,
        ConsumerCreateAction action,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(config);

        // Name and a single filter are part of the subject, so that permissions can tell consumers apart.
        var call = $"CONSUMER.CREATE.{Checked(stream, nameof(stream))}";
        if (!string.IsNullOrWhiteSpace(config.Name)) call += $".{config.Name}";
        if (!string.IsNullOrWhiteSpace(config.FilterSubject)) call += $".{config.FilterSubject}";

        var request = new ConsumerCreateRequest { StreamName = stream, Config = config, Action = action };
        return new NatsJSConsumer(this, await AskAsync<ConsumerCreateRequest, ConsumerInfo>(call, request, cancellationToken));
    }
}
