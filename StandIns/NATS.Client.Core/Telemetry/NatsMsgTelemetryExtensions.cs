using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NATS.Client.Core;

/// <summary>Continues a message's trace where it is handled.</summary>
public static class NatsMsgTelemetryExtensions
{
    /// <summary>Starts an activity under the message's; null if nobody listens.</summary>
    public static Activity? StartActivity<T>(
        this in NatsMsg<T> msg, [CallerMemberName] string name = "", IEnumerable<KeyValuePair<string, object?>>? tags = null) =>
        Telemetry.HasListeners ? Telemetry.StartInternal(name, msg.Headers.GetActivityContext(), tags) : null;

    public static ActivityContext GetActivityContext(this NatsHeaders? headers) => headers?.Activity?.Context ?? default;
}
