using System.Collections.Concurrent;
using System.Diagnostics;
using NATS.Client.Core;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats.Core;

public sealed class CoreTelemetryTests : CoreTest, IDisposable
{
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly ActivityListener _listener;

    public CoreTelemetryTests(NatsServerFixture server)
        : base(server)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "NATS.Net",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _activities.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public async Task A_message_carries_the_trace_from_the_publisher_to_the_reader()
    {
        await using var sub = await Nats.SubscribeCoreAsync<string>(Subject);
        using var root = new Activity("root").SetIdFormat(ActivityIdFormat.W3C).Start();
        root.TraceStateString = "vendor=1";
        await Nats.PublishAsync(Subject, "x");
        var msg = await NextAsync(sub);
        root.Stop();

        var publish = Mine("publish");
        publish.Kind.ShouldBe(ActivityKind.Producer);
        publish.OperationName.ShouldBe(Subject + " publish");
        publish.ParentSpanId.ShouldBe(root.SpanId);
        publish.GetTagItem("messaging.system").ShouldBe("nats");
        publish.GetTagItem("messaging.destination.name").ShouldBe(Subject);
        publish.GetTagItem("server.port").ShouldBe(new Uri(Url).Port.ToString());
        msg.Headers!["traceparent"].ToString().ShouldContain(publish.SpanId.ToHexString());
        msg.Headers["tracestate"].ToString().ShouldBe("vendor=1");

        var receive = Mine("receive");
        receive.Kind.ShouldBe(ActivityKind.Consumer);
        receive.ParentSpanId.ShouldBe(publish.SpanId);
        receive.TraceId.ShouldBe(root.TraceId);
        receive.GetTagItem("messaging.message.body.size").ShouldBe("1");
        msg.Headers.GetActivityContext().SpanId.ShouldBe(receive.SpanId);

        using var work = msg.StartActivity("work");
        work!.ParentSpanId.ShouldBe(receive.SpanId);
    }

    [Fact]
    public async Task A_failed_request_leaves_an_activity_with_the_error()
    {
        await Should.ThrowAsync<NatsNoRespondersException>(async () => await Nats.RequestAsync<int, int>(Subject, 1));
        var request = Mine("request");
        request.Status.ShouldBe(ActivityStatusCode.Error);
        request.Events.Single().Name.ShouldBe("exception");
        Mine("publish").ParentSpanId.ShouldBe(request.SpanId);
    }

    [Fact]
    public async Task Reading_leaves_no_activity_behind_on_the_connection()
    {
        await using var sub = await Nats.SubscribeCoreAsync<int>(Subject);
        for (var i = 0; i < 3; i++)
            await Nats.PublishAsync(Subject, i, new NatsHeaders { ["traceparent"] = "rubbish" });
        for (var i = 0; i < 3; i++)
            await NextAsync(sub);
        var publishes = _activities.Where(a => a.OperationName == Subject + " publish").Select(a => a.SpanId).ToList();
        _activities.Where(a => a.OperationName == Subject + " receive").Select(a => a.ParentSpanId).ShouldBe(publishes);
    }

    public void Dispose() => _listener.Dispose();

    private Activity Mine(string operation) =>
        _activities.Single(a => a.OperationName.EndsWith(operation, StringComparison.Ordinal)
            && Subject.Equals(a.GetTagItem("messaging.destination.name")));
}
