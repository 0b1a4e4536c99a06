using System.Diagnostics;

namespace NATS.Client.Core;

/// <summary>Activities of the source <c>NATS.Net</c>, with the tags of OpenTelemetry's messaging conventions.</summary>
internal static class Telemetry
{
    private static readonly ActivitySource Source = new("NATS.Net");

    public static bool HasListeners => Source.HasListeners();

    public static Activity? StartSend(NatsConnection connection, string operation, string subject, string? replyTo)
    {
        if (!HasListeners)
            return null;
        var context = new NatsInstrumentationContext(subject, null, replyTo, null, null, null, connection, default);
        if (NatsInstrumentationOptions.Default.Filter?.Invoke(context) == false)
            return null;
        var tags = CommonTags(connection, "publish", subject);
        if (replyTo is not null)
            tags.Add("messaging.nats.message.reply_to", replyTo);
        var activity = Source.StartActivity($"{DestinationName(connection, subject)} {operation}", ActivityKind.Producer, default(ActivityContext), tags);
        if (activity is not null)
            NatsInstrumentationOptions.Default.Enrich?.Invoke(activity, context);
        return activity;
    }

    /// <summary>A child of the sender's activity. It is not made current: the reader's thread serves every subscription.</summary>
    public static Activity? StartReceive(
        NatsConnection connection, string subject, string? replyTo, string? queueGroup, long bodySize, long size, NatsHeaders headers)
    {
        var parent = Extract(headers);
        var context = new NatsInstrumentationContext(subject, headers, replyTo, queueGroup, bodySize, size, connection, parent);
        if (NatsInstrumentationOptions.Default.Filter?.Invoke(context) == false)
            return null;
        var tags = CommonTags(connection, "receive", subject);
        tags.Add("messaging.destination.template", subject);
        tags.Add("messaging.destination.temporary", connection.IsInbox(subject) ? "true" : "false");
        tags.Add("messaging.destination_publish.name", subject);
        tags.Add("messaging.nats.message.subject", subject);
        tags.Add("messaging.message.body.size", bodySize.ToString());
        tags.Add("messaging.message.envelope.size", size.ToString());
        if (replyTo is not null)
            tags.Add("messaging.nats.message.reply_to", replyTo);
        if (queueGroup is not null)
            tags.Add("messaging.consumer.group.name", queueGroup);

        var before = Activity.Current;
        var activity = Source.StartActivity($"{DestinationName(connection, subject)} receive", ActivityKind.Consumer, parent, tags);
        Activity.Current = before;
        if (activity is not null)
            NatsInstrumentationOptions.Default.Enrich?.Invoke(activity, context);
        return activity;
    }

    public static Activity? StartInternal(string name, ActivityContext parent, IEnumerable<KeyValuePair<string, object?>>? tags) =>
        Source.StartActivity(name, ActivityKind.Internal, parent, tags);

    /// <summary>Adds the trace to the headers, also to read-only ones: a message published again belongs to the new trace.</summary>
    public static void Inject(Activity? activity, ref NatsHeaders? headers)
    {
        if (activity is null)
            return;
        headers ??= [];
        DistributedContextPropagator.Current.Inject(
            activity, headers, static (carrier, name, value) => ((NatsHeaders)carrier!).Override(name, value));
    }

    public static void Fail(Activity? activity, Exception exception)
    {
        activity?.AddException(exception);
        activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
    }

    private static ActivityContext Extract(NatsHeaders headers)
    {
        DistributedContextPropagator.Current.ExtractTraceIdAndState(
            headers,
            static (object? carrier, string name, out string? value, out IEnumerable<string>? values) =>
            {
                values = null;
                value = ((NatsHeaders)carrier!).TryGetLastValue(name, out var last) ? last : null;
            },
            out var traceParent,
            out var traceState);
        return ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var context) ? context : default;
    }

    // Two tokens at most: whole subjects would make as many names as there are messages.
    private static string DestinationName(NatsConnection connection, string subject)
    {
        if (connection.IsInbox(subject))
            return "inbox";
        var first = subject.IndexOf('.', StringComparison.Ordinal);
        var second = first < 0 ? -1 : subject.IndexOf('.', first + 1);
        return second < 0 ? subject : subject[..second];
    }

    private static ActivityTagsCollection CommonTags(NatsConnection connection, string operation, string subject)
    {
        var tags = new ActivityTagsCollection
        {
            { "messaging.system", "nats" },
            { "messaging.operation", operation },
            { "messaging.destination.name", subject },
        };
        if (connection.ServerInfo is not { } server)
            return tags;
        var port = server.Port.ToString();
        tags.Add("messaging.client_id", server.ClientId.ToString());
        tags.Add("server.address", server.Host);
        tags.Add("server.port", port);
        tags.Add("network.protocol.name", "nats");
        tags.Add("network.protocol.version", server.ProtocolVersion.ToString());
        tags.Add("network.peer.address", server.Host);
        tags.Add("network.peer.port", port);
        tags.Add("network.local.address", server.ClientIp);
        return tags;
    }
}
