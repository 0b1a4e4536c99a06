using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Linking;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Linking;

/// <summary>What crosses a link and what does not, between two real servers with the configurations that the product writes.</summary>
public sealed class LinkTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private LinkedServers _linked = null!;

    public async Task InitializeAsync()
    {
        _linked = await LinkedServers.StartAsync();
        await CreateStreamAsync();
    }

    public async Task DisposeAsync() => await _linked.DisposeAsync();

    [Fact]
    public async Task The_streams_acknowledgement_crosses_and_says_which_domain_it_comes_from()
    {
        var first = await PublishWhenLinkedAsync("01", "one");
        var again = await PublishAsync("01", "one");
        var second = await PublishAsync("02", "two");

        (first.Domain, first.Stream, first.Seq).ShouldBe(("hub", Subjects.KnowledgeStream, 1ul));
        again.Duplicate.ShouldBeTrue();
        second.Seq.ShouldBe(2ul);
    }

    [Fact]
    public async Task An_instance_cannot_publish_under_another_id()
    {
        await PublishWhenLinkedAsync("01", "own");
        var forger = await _linked.ConnectUnrestrictedAsync(_linked.Other);

        // Its own crosses, so the link is there; then anothers' do not.
        await Eventually.IsTrueAsync(() => TryPublishAsync(forger, LinkedServers.OtherInstance, "02"), "the other machine is linked");
        await Should.ThrowAsync<NatsException>(
            async () => await new NatsJSContext(_linked.OnLeaf).PublishAsync(_linked.Subjects.Observations(LinkedServers.OtherInstance), "forged"));
        await forger.PublishAsync(_linked.Subjects.Observations(LinkedServers.Instance), "forged");
        await forger.PublishAsync("centralcloud.observations.somebody", "forged");
        await TryPublishAsync(forger, LinkedServers.OtherInstance, "03");

        var state = await StreamStateAsync();
        ((long)state["messages"]!, (long)state["num_subjects"]!).ShouldBe((3, 2));
    }

    [Fact]
    public async Task Questions_of_the_authority_are_answered_and_nobody_else_hears_the_answer()
    {
        await using var central = await ServeAsync(_linked.OnHub, _linked.Subjects.CentralQuery, new PatternAnswer("x", []));
        await PublishWhenLinkedAsync("01", "own");
        var listener = await _linked.ConnectUnrestrictedAsync(_linked.Other);
        await Eventually.IsTrueAsync(() => TryPublishAsync(listener, LinkedServers.OtherInstance, "02"), "the other machine is linked");
        var heard = new List<string>();
        await using var everything = await listener.SubscribeCoreAsync<string>(">");
        await listener.PingAsync();

        var reply = await new NatsRequester(_linked.OnLeaf, TimeProvider.System)
            .RequestAsync<PatternQuery, PatternAnswer>(_linked.Subjects.CentralQuery, new PatternQuery("x"), Deadline, CancellationToken.None);
        await _linked.OnHub.PublishAsync(_linked.Subjects.PatternPromoted, "the last");
        using var limit = new CancellationTokenSource(Deadline);
        await foreach (var message in everything.Msgs.ReadAllAsync(limit.Token))
        {
            heard.Add(message.Subject);
            if (message.Subject == _linked.Subjects.PatternPromoted)
            {
                break;
            }
        }

        reply.ShouldBeOfType<ServiceReply<PatternAnswer>.Ok>();
        heard.ShouldBe([_linked.Subjects.PatternPromoted]);
    }

    [Fact]
    public async Task Promotions_reach_the_machine_and_nothing_else_that_is_said_on_the_authority()
    {
        await PublishWhenLinkedAsync("01", "own");
        await using var everything = await _linked.OnLeaf.SubscribeCoreAsync<string>(">");
        await _linked.OnLeaf.PingAsync();

        await Eventually.IsTrueAsync(
            async () =>
            {
                await _linked.OnHub.PublishAsync("packages.storage.get", "not for others");
                await _linked.OnHub.PublishAsync("events.packages.collected", "not for others");
                await _linked.OnHub.PublishAsync("centralcloud.secrets", "not for others");
                await _linked.OnHub.PublishAsync(_linked.Subjects.PatternPromoted, "promoted");
                await _linked.OnHub.PingAsync();
                return everything.Msgs.TryPeek(out _);
            },
            "the broadcast crosses");

        while (everything.Msgs.TryRead(out var message))
        {
            message.Subject.ShouldBe(_linked.Subjects.PatternPromoted);
        }
    }

    [Fact]
    public async Task Packages_knowledge_and_JetStream_of_the_one_side_are_out_of_the_others_reach()
    {
        await using var registry = await ServeAsync(_linked.OnHub, _linked.Subjects.Get, new PackageDeleted(0));
        await using var local = await ServeAsync(_linked.OnLeaf, _linked.Subjects.QueryKnowledge, new PatternAnswer("x", []));
        await PublishWhenLinkedAsync("01", "own");

        (await AskAsync(_linked.OnHub, _linked.Subjects.Get)).ShouldBeTrue();
        (await AskAsync(_linked.OnLeaf, _linked.Subjects.Get)).ShouldBeFalse();
        (await AskAsync(_linked.OnLeaf, _linked.Subjects.QueryKnowledge)).ShouldBeTrue();
        (await AskAsync(_linked.OnHub, _linked.Subjects.QueryKnowledge)).ShouldBeFalse();
        (await AskAsync(_linked.OnLeaf, "$JS.hub.API.STREAM.NAMES")).ShouldBeFalse();
        (await AskAsync(_linked.OnHub, "$JS.leaf_laptop-1.API.STREAM.NAMES")).ShouldBeFalse();
        JsonNode.Parse((await _linked.OnLeaf.RequestAsync<string, string>("$JS.API.STREAM.NAMES", "")).Data!)!["total"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task A_link_that_was_cut_heals_by_itself_and_tells_at_once_meanwhile()
    {
        await PublishWhenLinkedAsync("01", "before");
        await _linked.Hub.KillAsync();
        await Eventually.IsTrueAsync(async () => !await TryPublishAsync(_linked.OnLeaf, LinkedServers.Instance, "02"), "the cut is noticed");

        var cut = await new NatsRequester(_linked.OnLeaf, TimeProvider.System)
            .RequestAsync<PatternQuery, PatternAnswer>(_linked.Subjects.CentralQuery, new PatternQuery("x"), Deadline, CancellationToken.None);
        await new NatsJSContext(_linked.OnLeaf).CreateStreamAsync(new StreamConfig("OWN", ["own"]));
        var own = await new NatsJSContext(_linked.OnLeaf).PublishAsync("own", "kept here");
        await _linked.Hub.StartAsync();
        await Eventually.IsTrueAsync(() => TryPublishAsync(_linked.OnLeaf, LinkedServers.Instance, "02"), "the link heals");

        cut.ShouldBeOfType<ServiceReply<PatternAnswer>.Failed>().Code.ShouldBe(ErrorCodes.Unavailable);
        own.Domain.ShouldBe($"leaf_{LinkedServers.Instance}");
        ((long)(await StreamStateAsync())["messages"]!).ShouldBe(2);
    }

    [Fact]
    public async Task Who_is_revoked_loses_the_link_at_once_and_has_one_again_when_granted_anew()
    {
        var other = await _linked.ConnectUnrestrictedAsync(_linked.Other);
        await PublishWhenLinkedAsync("01", "own");
        await Eventually.IsTrueAsync(() => TryPublishAsync(other, LinkedServers.OtherInstance, "02"), "the other machine is linked");

        _linked.Authority.Revoke(LinkedServers.Instance, out _).ShouldBeTrue();
        (await HubReload.TryAsync(_linked.Authority, CancellationToken.None)).ShouldBeTrue();
        await Eventually.IsTrueAsync(async () => !await TryPublishAsync(_linked.OnLeaf, LinkedServers.Instance, "03"), "the link is closed");
        var stored = (long)(await StreamStateAsync())["messages"]!;
        (await TryPublishAsync(other, LinkedServers.OtherInstance, "04")).ShouldBeTrue();
        (await TryPublishAsync(_linked.OnLeaf, LinkedServers.Instance, "05")).ShouldBeFalse();
        ((long)(await StreamStateAsync())["messages"]!).ShouldBe(stored + 1);

        var again = await _linked.ConnectUnrestrictedAsync(_linked.Grant(LinkedServers.Instance));
        await _linked.Hub.KillAsync();
        await _linked.Hub.StartAsync();
        await Eventually.IsTrueAsync(() => TryPublishAsync(again, LinkedServers.Instance, "06"), "the machine is linked again");
    }

    [Fact]
    public async Task A_machine_that_does_not_trust_the_authoritys_certificate_does_not_link()
    {
        var other = CertificatePair.SelfSigned(["127.0.0.1"], TimeProvider.System.GetUtcNow());
        var folder = _linked.Link(_linked.Other with { CertificateAuthority = other.CertificateAuthority });
        var server = await _linked.StartAsync(Path.Combine(folder, NatsSettings.ConfigFile));
        var connection = _linked.Connect(server, folder);
        await PublishWhenLinkedAsync("01", "own");

        await Eventually.IsTrueAsync(() => Task.FromResult(server.Output.Contains("certificate", StringComparison.Ordinal)), "the server refuses the certificate");
        (await TryPublishAsync(connection, LinkedServers.OtherInstance, "02")).ShouldBeFalse();
    }

    private async Task CreateStreamAsync() =>
        await new NatsJSContext(_linked.OnHub).CreateStreamAsync(new StreamConfig(Subjects.KnowledgeStream, [_linked.Subjects.AllObservations]));

    private async Task<PubAckResponse> PublishAsync(string id, string text) =>
        await new NatsJSContext(_linked.OnLeaf, new NatsJSOpts(_linked.OnLeaf.Opts, domain: "hub"))
            .PublishAsync(_linked.Subjects.Observations(LinkedServers.Instance), text, opts: new NatsJSPubOpts { MsgId = id });

    private async Task<PubAckResponse> PublishWhenLinkedAsync(string id, string text)
    {
        PubAckResponse? acknowledged = null;
        await Eventually.IsTrueAsync(
            async () =>
            {
                try
                {
                    acknowledged = await PublishAsync(id, text);
                    return true;
                }
                catch (NatsException)
                {
                    return false;
                }
            },
            "the machine is linked");
        return acknowledged!;
    }

    private async Task<bool> TryPublishAsync(NatsConnection connection, string instance, string id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await new NatsJSContext(connection).PublishAsync(_linked.Subjects.Observations(instance), "x", opts: new NatsJSPubOpts { MsgId = id }, cancellationToken: limit.Token);
            return true;
        }
        catch (Exception exception) when (exception is NatsException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<JsonNode> StreamStateAsync() =>
        JsonNode.Parse((await _linked.OnHub.RequestAsync<string, string>($"$JS.API.STREAM.INFO.{Subjects.KnowledgeStream}", "")).Data!)!["state"]!;

    private static async Task<bool> AskAsync(NatsConnection connection, string subject)
    {
        try
        {
            return (await connection.RequestAsync<string, string>(subject, "{}", replyOpts: new NatsSubOpts { Timeout = Deadline })).Data is not null;
        }
        catch (NatsNoRespondersException)
        {
            return false;
        }
    }

    private static async Task<ServiceEndpoints> ServeAsync<TReply>(NatsConnection connection, string subject, TReply reply)
    {
        var service = await ServiceEndpoints.StartAsync(
            connection, "test", Assembly.GetExecutingAssembly(), new ServiceOptions(), NullLogger.Instance, CancellationToken.None);
        await service.AddAsync("test", subject, _ => Task.FromResult<ServiceReply<TReply>>(new ServiceReply<TReply>.Ok(reply)));
        await connection.PingAsync();
        return service;
    }
}
