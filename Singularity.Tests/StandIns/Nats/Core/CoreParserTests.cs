using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NATS.Client.Core;

namespace Singularity.Tests.StandIns.Nats.Core;

public sealed class CoreParserTests
{
    private static readonly NatsSubOpts Roomy = new() { ChannelOpts = new NatsSubChannelOpts { Capacity = 10_000 } };

    private sealed record Sent(string Subject, string? ReplyTo, byte[]? Payload, string? Header);

    [Fact]
    public async Task Messages_are_the_same_wherever_the_bytes_are_cut()
    {
        var words = Gen.Elements("a", "ab.c", "subject.with.tokens", new string('x', 300));
        var payload = Gen.Choose(0, 5).SelectMany(size => Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(size * size * size * 10));
        var message = from subject in words
                      from reply in Gen.OneOf(Gen.Constant((string?)null), words.Select(w => (string?)w))
                      from data in payload
                      from header in Gen.OneOf(Gen.Constant((string?)null), words.Select(w => (string?)w))
                      select new Sent(subject, reply, data, header);
        foreach (var seed in Enumerable.Range(1, 25))
        {
            var messages = message.ListOf(20).Sample(1, new Rnd((ulong)seed, 1), 20).Single();
            await RunAsync([.. messages], new Random(seed));
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("INFO []")]
    [InlineData("-ERR 'Authorization Violation'")]
    public async Task A_server_that_does_not_greet_properly_is_an_error(string greeting)
    {
        using var server = new CoreFakeServer();
        await using var nats = new NatsConnection(CoreTest.Quick with { Url = server.Url });
        var connecting = nats.ConnectAsync().AsTask();
        using var stream = await server.AcceptAsync(greeting);
        await Should.ThrowAsync<NatsException>(async () => await connecting.WaitAsync(CoreTest.Patience));
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up()
    {
        using var server = new CoreFakeServer();
        await using var nats = new NatsConnection(CoreTest.Quick with { Url = server.Url, ConnectTimeout = TimeSpan.FromMilliseconds(100) });
        await Should.ThrowAsync<NatsException>(async () => await nats.ConnectAsync().AsTask().WaitAsync(CoreTest.Patience));
    }

    [Fact]
    public async Task A_server_that_stops_answering_pings_is_left()
    {
        using var server = new CoreFakeServer();
        var opts = CoreTest.Quick with { Url = server.Url, PingInterval = TimeSpan.FromMilliseconds(20), MaxPingOut = 2 };
        await using var nats = new NatsConnection(opts);
        var subscribing = nats.SubscribeCoreAsync<string>("a").AsTask();
        using var first = await server.AcceptSubscriberAsync();
        await using var sub = await subscribing;
        using var second = await server.AcceptSubscriberAsync();
        second.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_malformed_header_block_is_the_messages_error()
    {
        using var server = new CoreFakeServer();
        await using var nats = new NatsConnection(CoreTest.Quick with { Url = server.Url });
        var subscribing = nats.SubscribeCoreAsync<string>("a").AsTask();
        using var stream = await server.AcceptSubscriberAsync();
        await using var sub = await subscribing;
        await stream.WriteAsync("HMSG a 1 8 10\r\nNOTNATS!hi\r\nMSG a 1 2\r\nok\r\n"u8.ToArray());
        var broken = await CoreTest.NextAsync(sub);
        broken.Error.ShouldBeOfType<NatsHeaderParseException>();
        broken.Data.ShouldBeNull();
        (await CoreTest.NextAsync(sub)).Data.ShouldBe("ok");
    }

    private static async Task RunAsync(Sent[] messages, Random random)
    {
        using var server = new CoreFakeServer();
        await using var nats = new NatsConnection(CoreTest.Quick with { Url = server.Url, ReaderBufferSize = 64 });
        var subscribing = nats.SubscribeCoreAsync<byte[]>(">", opts: Roomy).AsTask();
        using var stream = await server.AcceptSubscriberAsync();
        await using var sub = await subscribing;
        byte[] bytes = [.. messages.SelectMany(Bytes)];
        for (var position = 0; position < bytes.Length;)
        {
            var size = Math.Min(random.Next(1, random.Next(2, 400)), bytes.Length - position);
            await stream.WriteAsync(bytes.AsMemory(position, size));
            position += size;
        }

        foreach (var sent in messages)
        {
            var msg = await CoreTest.NextAsync(sub);
            msg.Error.ShouldBeNull();
            msg.Subject.ShouldBe(sent.Subject);
            msg.ReplyTo.ShouldBe(sent.ReplyTo);
            (msg.Data ?? []).ShouldBe(sent.Payload);

            // Not null where a listener of other tests traces this process.
            string? header = null;
            msg.Headers?.TryGetLastValue("H", out header);
            header.ShouldBe(sent.Header);
        }
    }

    private static byte[] Bytes(Sent sent)
    {
        var header = sent.Header is null ? "" : $"NATS/1.0\r\nH: {sent.Header}\r\n\r\n";
        var sizes = sent.Header is null ? $"{sent.Payload!.Length}" : $"{header.Length} {header.Length + sent.Payload!.Length}";
        var reply = sent.ReplyTo is null ? "" : sent.ReplyTo + " ";
        var start = $"{(sent.Header is null ? "MSG" : "HMSG")} {sent.Subject} 1 {reply}{sizes}\r\n{header}";
        return [.. Encoding.ASCII.GetBytes(start), .. sent.Payload, .. "\r\n"u8];
    }
}
