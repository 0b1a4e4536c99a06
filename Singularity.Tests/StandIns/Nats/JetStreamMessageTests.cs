using NATS.Client.Core;
using NATS.Client.JetStream;

namespace Singularity.Tests.StandIns.Nats;

public sealed class JetStreamMessageTests
{
    [Fact]
    public void Reads_metadata_of_the_older_reply_subject()
    {
        var metadata = MetadataOf("$JS.ACK.orders.worker.2.40.7.1700000000123000000.5").ShouldNotBeNull();

        metadata.Stream.ShouldBe("orders");
        metadata.Consumer.ShouldBe("worker");
        metadata.Domain.ShouldBeEmpty();
        metadata.NumDelivered.ShouldBe(2ul);
        metadata.Sequence.ShouldBe(new NatsJSSequencePair(40, 7));
        metadata.Timestamp.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1700000000123));
        metadata.NumPending.ShouldBe(5ul);
    }

    [Theory]
    [InlineData("$JS.ACK.hub.account.orders.worker.2.40.7.1700000000123000000.5", "hub")]
    [InlineData("$JS.ACK.hub.account.orders.worker.2.40.7.1700000000123000000.5.token", "hub")]
    [InlineData("$JS.ACK._.account.orders.worker.2.40.7.1700000000123000000.5.token", "")]
    public void Reads_metadata_of_the_newer_reply_subject(string replyTo, string domain)
    {
        var metadata = MetadataOf(replyTo).ShouldNotBeNull();

        metadata.Domain.ShouldBe(domain);
        metadata.Stream.ShouldBe("orders");
        metadata.Consumer.ShouldBe("worker");
        metadata.Sequence.ShouldBe(new NatsJSSequencePair(40, 7));
        metadata.NumPending.ShouldBe(5ul);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("_INBOX.abc")]
    [InlineData("$JS.ACK.orders.worker.2.40.7.1700000000123000000")]
    [InlineData("$JS.ACK.x.orders.worker.2.40.7.1700000000123000000.5")]
    [InlineData("$JS.API.orders.worker.2.40.7.1700000000123000000.5")]
    public void Has_no_metadata_without_a_reply_subject_of_a_consumer(string? replyTo) => MetadataOf(replyTo).ShouldBeNull();

    private static NatsJSMsgMetadata? MetadataOf(string? replyTo)
    {
        var connection = new NatsConnection();
        return new NatsJSMsg<string>(new NatsMsg<string>("subject", replyTo, 0, null, null, connection), new NatsJSContext(connection)).Metadata;
    }
}
