using System.Diagnostics;
using System.Text;
using NATS.Client.Core;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.ServiceDefaults.Nats;

[Collection("nats")]
public sealed class NatsRequesterTests(NatsServerFixture nats) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly NatsPeer _peer = new(nats.Url, NatsPeer.NewPrefix());

    public async Task InitializeAsync() => await _peer.Connection.ConnectAsync();

    public async Task DisposeAsync() => await _peer.DisposeAsync();

    [Fact]
    public async Task Brings_the_services_answer()
    {
        await _peer.ServeAsync<DeletePackage, PackageDeleted>(
            _peer.Subjects.Delete, (request, _) => Task.FromResult<ServiceReply<PackageDeleted>>(new PackageDeleted(request.Name.Length)));

        (await DeleteAsync("express")).ShouldBe(new ServiceReply<PackageDeleted>.Ok(new PackageDeleted(7)));
    }

    [Fact]
    public async Task Brings_the_services_error_with_text_and_time_to_come_back()
    {
        await _peer.ServeAsync<DeletePackage, PackageDeleted>(
            _peer.Subjects.Delete,
            (_, _) => Task.FromResult<ServiceReply<PackageDeleted>>(
                new ServiceReply<PackageDeleted>.Failed(429, "Later,\r\nplease: é", TimeSpan.FromSeconds(6.2))));

        (await DeleteAsync("express")).ShouldBe(new ServiceReply<PackageDeleted>.Failed(429, "Later,  please: ?", TimeSpan.FromSeconds(7)));
    }

    [Fact]
    public async Task A_fault_in_the_service_says_nothing_of_its_inside()
    {
        await _peer.ServeAsync<DeletePackage, PackageDeleted>(_peer.Subjects.Delete, (_, _) => throw new InvalidOperationException("password=x"));

        var failed = (await DeleteAsync("express")).ShouldBeOfType<ServiceReply<PackageDeleted>.Failed>();

        failed.Code.ShouldBe(500);
        failed.Message.ShouldNotContain("password");
    }

    [Fact]
    public async Task Nobody_there_is_503_with_the_remedy()
    {
        var failed = (await DeleteAsync("express")).ShouldBeOfType<ServiceReply<PackageDeleted>.Failed>();

        failed.Code.ShouldBe(503);
        failed.Message.ShouldContain("./singularity up");
    }

    [Fact]
    public async Task Silence_is_504_at_the_deadline()
    {
        await _peer.ServeAsync<DeletePackage, PackageDeleted>(_peer.Subjects.Delete, async (_, cancellationToken) =>
        {
            await Task.Delay(Patience, cancellationToken);
            return new PackageDeleted(0);
        });
        var watch = Stopwatch.StartNew();

        var failed = (await DeleteAsync("express", TimeSpan.FromMilliseconds(200))).ShouldBeOfType<ServiceReply<PackageDeleted>.Failed>();

        failed.Code.ShouldBe(504);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_500()
    {
        using var done = new CancellationTokenSource();
        var answering = Task.Run(async () =>
        {
            await foreach (var message in _peer.Connection.SubscribeAsync<string>(_peer.Subjects.Delete, null, null, null, done.Token))
            {
                await message.ReplyAsync("{\"deleted\":");
            }
        });

        await Eventually.IsTrueAsync(
            async () => (await DeleteAsync("express")) is ServiceReply<PackageDeleted>.Failed { Code: 500 }, "the answer is reported as unreadable");
        await done.CancelAsync();
        await answering.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{\"ecosystem\":\"cobol\",\"name\":\"x\"}")]
    [InlineData("{\"ecosystem\":\"npm\",\"name\":null}")]
    public async Task A_malformed_request_is_400(string payload)
    {
        await _peer.ServeAsync<DeletePackage, PackageDeleted>(
            _peer.Subjects.Delete, (_, _) => Task.FromResult<ServiceReply<PackageDeleted>>(new PackageDeleted(1)));

        var reply = await _peer.Connection.RequestAsync<byte[], byte[]>(_peer.Subjects.Delete, Encoding.UTF8.GetBytes(payload));

        reply.Headers.ShouldNotBeNull()["Nats-Service-Error-Code"].ToString().ShouldBe("400");
        reply.Headers["Nats-Service-Error"].ToString().ShouldContain("DeletePackage");
    }

    [Fact]
    public async Task Requests_are_served_side_by_side_up_to_the_limit()
    {
        var both = new CountdownEvent(2);
        await _peer.ServeAsync<DeletePackage, PackageDeleted>(_peer.Subjects.Delete, async (_, cancellationToken) =>
        {
            both.Signal();
            await Task.Run(() => both.Wait(Patience, cancellationToken), cancellationToken);
            return new PackageDeleted(1);
        });

        var replies = await Task.WhenAll(DeleteAsync("a"), DeleteAsync("b"));

        replies.ShouldAllBe(reply => reply is ServiceReply<PackageDeleted>.Ok);
    }

    [Fact]
    public async Task Requests_under_way_are_answered_when_the_service_stops_and_closes_its_connection()
    {
        // Long enough to be still on their way when the handlers are done.
        var text = new string('x', 500_000);
        var leaving = new NatsPeer(nats.Url, _peer.Subjects.Delete.Split('.')[0]);
        var arrived = new CountdownEvent(8);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await leaving.ServeAsync<DeletePackage, PackageFailed>(_peer.Subjects.Delete, async (request, _) =>
        {
            arrived.Signal();
            await stopping.Task;
            return new PackageFailed(request.Name, 0, text, DateTimeOffset.UnixEpoch);
        });
        var asking = Task.WhenAll(Enumerable.Range(0, 8).Select(i => _peer.Requester.RequestAsync<DeletePackage, PackageFailed>(
            _peer.Subjects.Delete, new DeletePackage(Ecosystem.Npm, $"p{i}"), Patience, CancellationToken.None)));
        await Task.Run(() => arrived.Wait(Patience).ShouldBeTrue());

        var leave = leaving.DisposeAsync();
        stopping.SetResult();
        await leave;

        (await asking).ShouldAllBe(reply => reply is ServiceReply<PackageFailed>.Ok);
    }

    [Fact]
    public async Task A_server_that_is_down_is_503_within_the_deadline_and_names_no_password()
    {
        await using var server = await NatsServer.StartNewAsync(new NatsServerOptions { User = "someone", Password = "hush" });
        await using var peer = new NatsPeer(server.Url, NatsPeer.NewPrefix());
        await peer.Connection.ConnectAsync();
        await server.KillAsync();
        var watch = Stopwatch.StartNew();

        var reply = await peer.Requester.RequestAsync<DeletePackage, PackageDeleted>(
            peer.Subjects.Delete, new DeletePackage(Ecosystem.Npm, "express"), TimeSpan.FromSeconds(2), CancellationToken.None);

        var failed = reply.ShouldBeOfType<ServiceReply<PackageDeleted>.Failed>();
        failed.Code.ShouldBe(503);
        failed.Message.ShouldContain($"127.0.0.1:{server.Port}");
        failed.Message.ShouldNotContain("hush");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task A_server_that_never_was_there_is_503_within_the_deadline()
    {
        await using var server = await NatsServer.StartNewAsync();
        await server.KillAsync();
        await using var peer = new NatsPeer(server.Url, NatsPeer.NewPrefix());

        var reply = await peer.Requester.RequestAsync<DeletePackage, PackageDeleted>(
            peer.Subjects.Delete, new DeletePackage(Ecosystem.Npm, "express"), TimeSpan.FromMilliseconds(500), CancellationToken.None);

        reply.ShouldBeOfType<ServiceReply<PackageDeleted>.Failed>().Code.ShouldBe(503);
    }

    [Fact]
    public async Task A_caller_that_leaves_is_heard()
    {
        using var left = new CancellationTokenSource();
        await left.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => _peer.Requester.RequestAsync<DeletePackage, PackageDeleted>(
            _peer.Subjects.Delete, new DeletePackage(Ecosystem.Npm, "express"), Patience, left.Token));
    }

    [Fact]
    public async Task A_read_whose_answer_is_lost_is_asked_once_more()
    {
        await using var loser = await LoseAsync(_peer.Subjects.List, lost: 1);

        var reply = await _peer.Requester.RequestAsync<ListPackages, PackagePage>(
            _peer.Subjects.List, new ListPackages(), TimeSpan.FromSeconds(3), CancellationToken.None);

        reply.ShouldBeOfType<ServiceReply<PackagePage>.Ok>().Value.Next.ShouldBe("2");
    }

    [Fact]
    public async Task A_read_that_is_never_answered_is_asked_twice_and_ends_at_its_deadline()
    {
        await using var loser = await LoseAsync(_peer.Subjects.List, lost: int.MaxValue);

        var reply = await _peer.Requester.RequestAsync<ListPackages, PackagePage>(
            _peer.Subjects.List, new ListPackages(), TimeSpan.FromSeconds(1), CancellationToken.None);

        reply.ShouldBeOfType<ServiceReply<PackagePage>.Failed>().Code.ShouldBe(504);
        loser.Heard.ShouldBe(2);
    }

    [Fact]
    public async Task A_request_that_changes_something_is_sent_once()
    {
        await using var loser = await LoseAsync(_peer.Subjects.Delete, lost: int.MaxValue);

        (await DeleteAsync("express", TimeSpan.FromSeconds(1))).ShouldBeOfType<ServiceReply<PackageDeleted>.Failed>().Code.ShouldBe(504);

        loser.Heard.ShouldBe(1);
    }

    private async Task<Loser> LoseAsync(string subject, int lost)
    {
        var loser = new Loser(await _peer.Connection.SubscribeCoreAsync<byte[]>(subject), lost);
        await _peer.Connection.PingAsync();
        return loser;
    }

    private Task<ServiceReply<PackageDeleted>> DeleteAsync(string name, TimeSpan? deadline = null) =>
        _peer.Requester.RequestAsync<DeletePackage, PackageDeleted>(
            _peer.Subjects.Delete, new DeletePackage(Ecosystem.Npm, name), deadline ?? Patience, CancellationToken.None);

    /// <summary>Takes requests as an instance does that is killed before it answers; answers those that follow with their number.</summary>
    private sealed class Loser : IAsyncDisposable
    {
        private readonly INatsSub<byte[]> _sub;
        private readonly Task _listening;
        private int _heard;

        public Loser(INatsSub<byte[]> sub, int lost) => (_sub, _listening) = (sub, ListenAsync(sub, lost));

        public int Heard => Volatile.Read(ref _heard);

        public async ValueTask DisposeAsync()
        {
            await _sub.DisposeAsync();
            await _listening;
        }

        private async Task ListenAsync(INatsSub<byte[]> sub, int lost)
        {
            await foreach (var message in sub.Msgs.ReadAllAsync())
            {
                if (Interlocked.Increment(ref _heard) > lost)
                {
                    await message.ReplyAsync(new PackagePage([], $"{_heard}"));
                }
            }
        }
    }
}
