using System.Collections.Concurrent;
using System.Text;
using NATS.Client.Core;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.ServiceDefaults.Nats;

[Collection("nats")]
public sealed class ServiceEndpointsTests(NatsServerFixture nats) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly NatsPeer _peer = new(nats.Url, NatsPeer.NewPrefix());
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task InitializeAsync() => await _peer.Connection.ConnectAsync();

    public async Task DisposeAsync()
    {
        _open.TrySetResult();
        await _peer.DisposeAsync();
    }

    [Fact]
    public async Task A_full_service_refuses_at_once_and_says_when_to_come_back()
    {
        var options = new ServiceOptions { Concurrency = 1, Waiting = 1, BusyRetryAfter = TimeSpan.FromSeconds(3) };
        await _peer.ServeAsync<DeletePackage, PackageDeleted>(_peer.Subjects.Delete, WaitAsync, options);
        var asked = Enumerable.Range(0, 5).Select(i => DeleteAsync($"p{i}")).ToList();

        // The doors are closed: those who are answered now were refused.
        var refused = new List<ServiceReply<PackageDeleted>>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var one = await Task.WhenAny(asked).WaitAsync(Patience);
            asked.Remove(one);
            refused.Add(await one);
        }

        foreach (var failed in refused.Select(static reply => reply.ShouldBeOfType<ServiceReply<PackageDeleted>.Failed>()))
        {
            failed.Code.ShouldBe(ErrorCodes.Busy);
            failed.RetryAfter.ShouldBe(TimeSpan.FromSeconds(3));
            failed.Message.ShouldContain("test");
        }

        asked.ShouldAllBe(static one => !one.IsCompleted);
        _open.SetResult();
        (await Task.WhenAll(asked)).ShouldAllBe(static reply => reply is ServiceReply<PackageDeleted>.Ok);
    }

    [Fact]
    public async Task A_service_that_was_full_takes_requests_again()
    {
        await _peer.ServeAsync<DeletePackage, PackageDeleted>(_peer.Subjects.Delete, WaitAsync, new ServiceOptions { Concurrency = 1, Waiting = 0 });
        var first = DeleteAsync("a");
        var second = DeleteAsync("b");
        var refused = await await Task.WhenAny(first, second).WaitAsync(Patience);
        _open.SetResult();
        await Task.WhenAll(first, second);

        refused.ShouldBeOfType<ServiceReply<PackageDeleted>.Failed>().Code.ShouldBe(ErrorCodes.Busy);
        await Eventually.IsTrueAsync(async () => await DeleteAsync("c") is ServiceReply<PackageDeleted>.Ok, "the place is free again");
    }

    [Fact]
    public async Task Those_who_wait_are_served_in_order_and_no_more_at_once_than_may()
    {
        var (running, most, order) = (0, 0, new ConcurrentQueue<string>());
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _peer.ServeAsync<DeletePackage, PackageDeleted>(
            _peer.Subjects.Delete,
            async (request, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                order.Enqueue(request.Name);
                entered.TrySetResult();
                await _open.Task;
                Interlocked.Decrement(ref running);
                return new PackageDeleted(1);
            },
            new ServiceOptions { Concurrency = 1, Waiting = 100 });
        var asked = new List<Task<ServiceReply<PackageDeleted>>> { DeleteAsync("first") };
        await entered.Task.WaitAsync(Patience);
        asked.AddRange(Enumerable.Range(0, 20).Select(i => DeleteAsync($"p{i}")));
        _open.SetResult();

        (await Task.WhenAll(asked)).ShouldAllBe(static reply => reply is ServiceReply<PackageDeleted>.Ok);

        most.ShouldBe(1);
        order.First().ShouldBe("first");
        order.Count.ShouldBe(21);
    }

    [Fact]
    public async Task A_prompt_endpoint_answers_while_all_turns_are_taken()
    {
        var service = await _peer.StartAsync(new ServiceOptions { Concurrency = 1, Waiting = 10 });
        var working = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await service.AddAsync<DeletePackage, PackageDeleted>("slow", _peer.Subjects.Delete, (request, token) =>
        {
            working.TrySetResult();
            return WaitAsync(request, token);
        });
        await service.AddPromptAsync("prompt", _peer.Subjects.Get, static (request, _) => new ValueTask<ServiceReply<PooledReply>>(Echo(request.Span)));
        await _peer.Connection.PingAsync();
        var slow = DeleteAsync("a");
        await working.Task.WaitAsync(Patience);

        var reply = await AskAsync("hello");

        Encoding.UTF8.GetString(reply.Data!).ShouldBe("hello");
        slow.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_prompt_endpoint_that_has_to_wait_lets_the_next_request_pass()
    {
        var service = await _peer.StartAsync(new ServiceOptions { Concurrency = 2, Waiting = 0 });
        await service.AddPromptAsync("prompt", _peer.Subjects.Get, async (request, _) =>
        {
            if (request.Span.SequenceEqual("wait"u8))
            {
                await _open.Task;
            }

            return Echo(request.Span);
        });
        await _peer.Connection.PingAsync();
        var waiting = AskAsync("wait");

        Encoding.UTF8.GetString((await AskAsync("pass")).Data!).ShouldBe("pass");

        waiting.IsCompleted.ShouldBeFalse();
        _open.SetResult();
        Encoding.UTF8.GetString((await waiting).Data!).ShouldBe("wait");
    }

    [Fact]
    public async Task A_full_service_refuses_at_a_prompt_endpoint_too()
    {
        var service = await _peer.StartAsync(new ServiceOptions { Concurrency = 1, Waiting = 0 });
        await service.AddPromptAsync("prompt", _peer.Subjects.Get, async (request, _) =>
        {
            await _open.Task;
            return Echo(request.Span);
        });
        await _peer.Connection.PingAsync();
        var asked = new[] { AskAsync("a"), AskAsync("b") };

        var refused = await await Task.WhenAny(asked).WaitAsync(Patience);
        _open.SetResult();

        refused.Headers.ShouldNotBeNull()["Nats-Service-Error-Code"].ToString().ShouldBe("429");
        refused.Headers["Retry-After"].ToString().ShouldBe("1");
        (await Task.WhenAll(asked)).Count(static reply => reply.Headers is null).ShouldBe(1);
    }

    [Fact]
    public async Task A_fault_of_a_prompt_endpoint_is_answered_and_ends_nothing()
    {
        var service = await _peer.StartAsync(new ServiceOptions());
        await service.AddPromptAsync("prompt", _peer.Subjects.Get, static (request, _) => request.Span.SequenceEqual("bad"u8)
            ? throw new InvalidOperationException("password=x")
            : new ValueTask<ServiceReply<PooledReply>>(Echo(request.Span)));
        await _peer.Connection.PingAsync();

        var failed = await AskAsync("bad");

        failed.Headers.ShouldNotBeNull()["Nats-Service-Error-Code"].ToString().ShouldBe("500");
        failed.Headers["Nats-Service-Error"].ToString().ShouldNotContain("password");
        Encoding.UTF8.GetString((await AskAsync("good")).Data!).ShouldBe("good");
    }

    [Fact]
    public async Task An_answer_that_is_too_large_for_the_server_is_an_error_and_not_silence()
    {
        var service = await _peer.StartAsync(new ServiceOptions());
        await service.AddPromptAsync("prompt", _peer.Subjects.Get, static (_, _) => new ValueTask<ServiceReply<PooledReply>>(PooledReply.Rent(2 * 1024 * 1024)));
        await _peer.Connection.PingAsync();

        var failed = await AskAsync("much");

        failed.Headers.ShouldNotBeNull()["Nats-Service-Error-Code"].ToString().ShouldBe("500");
    }

    [Fact]
    public async Task Work_that_outlasts_the_drain_is_cancelled_and_its_caller_told()
    {
        var leaving = new NatsPeer(nats.Url, _peer.Subjects.Delete.Split('.')[0]);
        var working = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await leaving.ServeAsync<DeletePackage, PackageDeleted>(
            _peer.Subjects.Delete,
            async (_, cancellationToken) =>
            {
                working.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return new PackageDeleted(1);
            },
            new ServiceOptions { Drain = TimeSpan.FromMilliseconds(50) });
        var asked = DeleteAsync("a");
        await working.Task.WaitAsync(Patience);

        await leaving.DisposeAsync();

        (await asked).ShouldBeOfType<ServiceReply<PackageDeleted>.Failed>().Code.ShouldBe(ErrorCodes.Unavailable);
    }

    private static ServiceReply<PooledReply> Echo(ReadOnlySpan<byte> request)
    {
        var reply = PooledReply.Rent(request.Length);
        request.CopyTo(reply.Writable);
        return reply;
    }

    private async Task<ServiceReply<PackageDeleted>> WaitAsync(DeletePackage request, CancellationToken cancellationToken)
    {
        await _open.Task.WaitAsync(cancellationToken);
        return new PackageDeleted(1);
    }

    private Task<NatsMsg<byte[]>> AskAsync(string text) => _peer.Connection.RequestAsync<byte[], byte[]>(
        _peer.Subjects.Get, Encoding.UTF8.GetBytes(text), replyOpts: new NatsSubOpts { Timeout = Patience }).AsTask();

    private Task<ServiceReply<PackageDeleted>> DeleteAsync(string name) => _peer.Requester.RequestAsync<DeletePackage, PackageDeleted>(
        _peer.Subjects.Delete, new DeletePackage(Ecosystem.Npm, name), Patience, CancellationToken.None);
}
