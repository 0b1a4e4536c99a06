using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;
using Singularity.ServiceDefaults.Telemetry;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api;

public sealed class TraceTests(NatsServerFixture nats) : ApiTest(nats)
{
    [Fact]
    public async Task One_trace_leads_from_HTTP_over_NATS_to_the_service()
    {
        var trace = ActivityTraceId.CreateRandom();
        var seen = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "NATS.Net" or SingularityTelemetry.Messaging,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity =>
            {
                if (activity.TraceId == trace)
                {
                    seen.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        Activity? inService = null;
        await Peer.ServeAsync<GetPackage, PackageAnswer>(Subjects.Get, (request, _) =>
        {
            inService = Activity.Current;
            return Task.FromResult<ServiceReply<PackageAnswer>>(Samples.Answer(request.Name));
        });
        using var message = new HttpRequestMessage(HttpMethod.Get, "/api/packages/npm/express");
        message.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");

        using var response = await Client.SendAsync(message);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var served = inService.ShouldNotBeNull();
        served.TraceId.ShouldBe(trace);
        served.Kind.ShouldBe(ActivityKind.Consumer);
        var sources = seen.Select(activity => activity.Source.Name).Distinct().Order().ToList();
        sources.ShouldBe(["Microsoft.AspNetCore", "NATS.Net", SingularityTelemetry.Messaging]);

        // Its parent is a span of this trace that the client made, so no link of the chain is missing.
        seen.ShouldContain(activity => activity.SpanId == served.ParentSpanId && activity.Source.Name == "NATS.Net");
    }
}
