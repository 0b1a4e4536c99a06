using NATS.Client.Core;
using NATS.Client.Services;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats;

[Collection("nats")]
public sealed class ServicesEndpointTests(NatsServerFixture server) : IAsyncDisposable
{
    private readonly ServicesScope _scope = new(server.Url);

    public ValueTask DisposeAsync() => _scope.DisposeAsync();

    [Fact]
    public async Task Answers_requests_on_its_subject()
    {
        var service = await _scope.ServeAsync();
        await service.AddEndpointAsync<string>(msg => msg.ReplyAsync($"{msg.Subject}:{msg.Data}"), "echo", _scope.Name + ".echo.*");

        (await _scope.AskAsync(_scope.Name + ".echo.a", "hello")).Data.ShouldBe($"{_scope.Name}.echo.a:hello");
    }

    [Fact]
    public async Task Passes_headers_both_ways()
    {
        var service = await _scope.ServeAsync();
        await service.AddEndpointAsync<string>(
            msg => msg.ReplyAsync(msg.Data, new NatsHeaders { ["Answer"] = msg.Headers!["Question"] }), _scope.Name);

        await _scope.SettleAsync();
        var answer = await _scope.Caller.RequestAsync<string, string>(
            _scope.Name, "x", new NatsHeaders { ["Question"] = "why" }, cancellationToken: _scope.Patience);

        answer.Headers!["Answer"].ToString().ShouldBe("why");
    }

    [Fact]
    public async Task Takes_its_subject_from_its_groups_and_name()
    {
        var service = await _scope.ServeAsync();
        var outer = await service.AddGroupAsync(_scope.Name);
        var inner = await outer.AddGroupAsync("storage");
        await inner.AddEndpointAsync<string>(msg => msg.ReplyAsync("got"), "get");
        await inner.AddEndpointAsync<string>(msg => msg.ReplyAsync("put"), subject: "put.it");

        (await _scope.AskAsync(_scope.Name + ".storage.get")).Data.ShouldBe("got");
        (await _scope.AskAsync(_scope.Name + ".storage.put.it")).Data.ShouldBe("put");
        inner.GroupName.ShouldBe(_scope.Name + ".storage");
        service.GetInfo().Endpoints.Select(e => e.Name).Order(StringComparer.Ordinal).ShouldBe(["get", _scope.Name + "-storage-put-it"]);
    }

    [Fact]
    public async Task Answers_a_declared_error_with_its_code_text_and_body()
    {
        var service = await _scope.ServeAsync();
        await service.AddEndpointAsync<string>(_ => throw new NatsSvcEndpointException(404, "no such package", "{\"name\":\"x\"}"), _scope.Name);

        var answer = await _scope.AskAsync(_scope.Name);

        answer.Headers!["Nats-Service-Error-Code"].ToString().ShouldBe("404");
        answer.Headers["Nats-Service-Error"].ToString().ShouldBe("no such package");
        answer.Data.ShouldBe("{\"name\":\"x\"}");
        var stats = service.GetStats().Endpoints.ShouldHaveSingleItem();
        (stats.NumRequests, stats.NumErrors).ShouldBe((1, 1));
        stats.LastError.ShouldContain("no such package");
    }

    [Fact]
    public async Task Answers_any_other_failure_without_its_text()
    {
        var service = await _scope.ServeAsync();
        await service.AddEndpointAsync<string>(_ => throw new InvalidOperationException("secret"), _scope.Name);

        var answer = await _scope.AskAsync(_scope.Name);

        answer.Headers!["Nats-Service-Error-Code"].ToString().ShouldBe("999");
        answer.Headers["Nats-Service-Error"].ToString().ShouldBe("Handler error");
        answer.Data.ShouldBeNullOrEmpty();
        (await _scope.AskAsync(_scope.Name)).Headers!["Nats-Service-Error-Code"].ToString().ShouldBe("999");
    }

    [Fact]
    public async Task Answers_errors_that_the_handler_replies_with()
    {
        var service = await _scope.ServeAsync();
        await service.AddEndpointAsync<string>(
            msg => msg.Data == "body" ? msg.ReplyErrorAsync(422, "unreadable", "details") : msg.ReplyErrorAsync(400, "bad"), _scope.Name);

        var plain = await _scope.AskAsync(_scope.Name, "x");
        var withBody = await _scope.AskAsync(_scope.Name, "body");

        (plain.Headers!["Nats-Service-Error-Code"].ToString(), plain.Headers["Nats-Service-Error"].ToString()).ShouldBe(("400", "bad"));
        withBody.Headers!["Nats-Service-Error-Code"].ToString().ShouldBe("422");
        withBody.Data.ShouldBe("details");
        service.GetStats().Endpoints.Single().NumErrors.ShouldBe(2);
    }

    [Fact]
    public async Task Hands_over_requests_that_cannot_be_read()
    {
        var service = await _scope.ServeAsync();
        await service.AddEndpointAsync<int>(
            msg => msg.Exception is null ? msg.ReplyAsync(msg.Data) : msg.ReplyErrorAsync(400, "not a number"), _scope.Name);

        (await _scope.AskAsync(_scope.Name, "no number")).Headers!["Nats-Service-Error"].ToString().ShouldBe("not a number");
        (await _scope.AskAsync(_scope.Name, "42")).Data.ShouldBe("42");
    }

    [Fact]
    public async Task Handles_one_request_at_a_time()
    {
        var (running, most) = (0, 0);
        var service = await _scope.ServeAsync();
        await service.AddEndpointAsync<string>(
            async msg =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Yield();
                Interlocked.Decrement(ref running);
                await msg.ReplyAsync(msg.Data);
            },
            _scope.Name);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => _scope.AskAsync(_scope.Name, i.ToString())));

        most.ShouldBe(1);
    }

    [Fact]
    public async Task Shares_requests_among_instances()
    {
        var counts = new int[2];
        for (var i = 0; i < 2; i++)
        {
            var instance = i;
            var service = await _scope.ServeAsync();
            await service.AddEndpointAsync<string>(
                msg =>
                {
                    Interlocked.Increment(ref counts[instance]);
                    return msg.ReplyAsync("done");
                },
                _scope.Name);
        }

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _scope.AskAsync(_scope.Name)));

        counts.Sum().ShouldBe(200);
        counts.ShouldAllBe(count => count > 0);
    }

    [Fact]
    public async Task Gives_every_request_to_every_instance_without_a_queue_group()
    {
        for (var i = 0; i < 2; i++)
        {
            var service = await _scope.ServeAsync(new NatsSvcConfig(_scope.Name, "1.0.0") { UseQueueGroup = false });
            await service.AddEndpointAsync<string>(msg => msg.ReplyAsync("done"), _scope.Name);
        }

        (await _scope.AskAllAsync(_scope.Name, 2)).ShouldBe(["done", "done"]);
    }

    [Fact]
    public async Task Refuses_a_name_twice_and_no_name_at_all()
    {
        var service = await _scope.ServeAsync();
        await service.AddEndpointAsync<string>(msg => msg.ReplyAsync("1"), _scope.Name);

        await Should.ThrowAsync<NatsSvcException>(async () => await service.AddEndpointAsync<string>(msg => msg.ReplyAsync("2"), _scope.Name));
        await Should.ThrowAsync<NatsSvcException>(async () => await service.AddEndpointAsync<string>(msg => msg.ReplyAsync("3")));
        (await _scope.AskAsync(_scope.Name)).Data.ShouldBe("1");
    }

    [Fact]
    public async Task Answers_what_has_arrived_before_it_stops()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var service = await _scope.ServeAsync();
        await service.AddEndpointAsync<string>(
            async msg =>
            {
                if (msg.Data == "0") await go.Task;
                await msg.ReplyAsync(msg.Data);
            },
            _scope.Name);
        await service.AddEndpointAsync<string>(msg => msg.ReplyAsync("here"), "after", _scope.Name + ".after");
        await _scope.SettleAsync();
        await using var answers = await _scope.Caller.SubscribeCoreAsync<string>(_scope.Name + ".answers", cancellationToken: _scope.Patience);
        for (var i = 0; i < 20; i++)
            await _scope.Caller.PublishAsync(_scope.Name, i.ToString(), replyTo: answers.Subject, cancellationToken: _scope.Patience);

        // Sent after all of those, and received by the same connection: so they have arrived as well.
        await _scope.AskAsync(_scope.Name + ".after");
        var stopping = service.StopAsync().AsTask();
        stopping.IsCompleted.ShouldBeFalse();
        go.SetResult();

        for (var i = 0; i < 20; i++) (await answers.Msgs.ReadAsync(_scope.Patience)).Data.ShouldBe(i.ToString());
        await stopping.WaitAsync(_scope.Patience);
        await Should.ThrowAsync<NatsNoRespondersException>(() => _scope.AskAsync(_scope.Name));
    }
}
