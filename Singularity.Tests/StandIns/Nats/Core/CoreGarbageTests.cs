using System.Text;
using NATS.Client.Core;

namespace Singularity.Tests.StandIns.Nats.Core;

/// <summary>The stand-in leaves a server that sends no protocol. The real client keeps the connection, so these are not for it.</summary>
public sealed class CoreGarbageTests
{
    [Theory]
    [InlineData("NONSENSE\r\n")]
    [InlineData("MSG too few\r\n")]
    [InlineData("MSG a 1 -5\r\n")]
    [InlineData("MSG a 1 99999999999\r\n")]
    [InlineData("MSG a 1 3\r\nabcdefgh\r\n")]
    [InlineData("MSG a 1 2 3 4 5 6 7\r\n")]
    [InlineData("HMSG a 1 10 5\r\nNATS/1.0\r\n")]
    [InlineData("INFO {not json}\r\n")]
    [InlineData("\0\0\0\0\r\n")]
    [InlineData("endless")]
    public async Task Garbage_from_the_server_costs_the_connection_and_not_the_client(string garbage)
    {
        using var server = new CoreFakeServer();
        await using var nats = new NatsConnection(CoreTest.Quick with { Url = server.Url });
        var subscribing = nats.SubscribeCoreAsync<string>("a").AsTask();
        using var first = await server.AcceptSubscriberAsync();
        await using var sub = await subscribing;
        await first.WriteAsync(garbage == "endless" ? Encoding.ASCII.GetBytes(new string('x', 200_000)) : Encoding.ASCII.GetBytes(garbage));

        using var second = await server.AcceptSubscriberAsync();
        await second.WriteAsync("MSG a 1 4\r\nfine\r\n"u8.ToArray());
        (await CoreTest.NextAsync(sub)).Data.ShouldBe("fine");
    }

    [Fact]
    public async Task Garbage_among_the_addresses_of_a_cluster_is_left_out()
    {
        using var server = new CoreFakeServer();
        await using var nats = new NatsConnection(CoreTest.Quick with { Url = server.Url });
        var subscribing = nats.SubscribeCoreAsync<string>("a").AsTask();
        var greeting = """INFO {"max_payload":1000,"connect_urls":["", "::::", "http://127.0.0.1:1", "127.0.0.1:1", null]}""";
        using (await server.AcceptSubscriberAsync(greeting))
        await using (await subscribing)
        {
            nats.ServerInfo!.ClientConnectUrls!.Length.ShouldBe(5);
        }

        using var second = await server.AcceptAsync();
        second.ShouldNotBeNull();
    }
}
