using System.Diagnostics;
using NATS.Client.Core;
using Singularity.ServiceDefaults.Telemetry;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>The activity of a served request, under the caller's as the message's W3C headers name it.</summary>
internal static class RequestActivity
{
    private static readonly ActivitySource Source = new(SingularityTelemetry.Messaging);

    public static Activity? Start(string subject, NatsHeaders? headers)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        return Source.StartActivity($"{subject} process", ActivityKind.Consumer, Parent(headers), [
            new("messaging.system", "nats"), new("messaging.destination.name", subject), new("messaging.operation.type", "process")]);
    }

    public static void Note<T>(Activity? activity, ServiceReply<T> reply)
    {
        if (reply is ServiceReply<T>.Failed failed && activity is not null)
        {
            activity.SetTag("error.type", failed.Code.ToString());
            if (failed.Code >= 500)
            {
                activity.SetStatus(ActivityStatusCode.Error, failed.Message);
            }
        }
    }

    private static ActivityContext Parent(NatsHeaders? headers)
    {
        if (headers is null || !headers.TryGetValue("traceparent", out var parent))
        {
            return default;
        }

        var state = headers.TryGetValue("tracestate", out var given) ? given.ToString() : null;
        return ActivityContext.TryParse(parent.ToString(), state, true, out var context) ? context : default;
    }
}
