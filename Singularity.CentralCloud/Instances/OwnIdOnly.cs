using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using NATS.Client.Core;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;
using Singularity.ServiceDefaults.Telemetry;

namespace Singularity.CentralCloud.Instances;

/// <summary>
/// Refuses what a linked machine says under another id than its own. The server marks what crosses from one account to another with the account; what is not marked
/// was said beside CentralCloud, in its own account.
/// </summary>
internal sealed class OwnIdOnly
{
    private readonly ConcurrentDictionary<string, bool> _said = new(StringComparer.Ordinal);
    private readonly Counter<long> _refusals;
    private readonly ILogger _logger;
    private long _refused;

    public OwnIdOnly(IMeterFactory meters, ILogger<OwnIdOnly> logger)
    {
        _logger = logger;
        _refusals = meters.Create(SingularityTelemetry.CentralCloud).CreateCounter<long>(
            "singularity.instances.refused", "{request}", "Hellos and heartbeats that named another instance than their sender.");
    }

    /// <summary>Since this process started.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public Func<TRequest, NatsHeaders?, CancellationToken, Task<ServiceReply<CentralInstance>>> Around<TRequest>(
        Func<TRequest, string?> id, Func<TRequest, CancellationToken, Task<ServiceReply<CentralInstance>>> handler) =>
        (request, headers, cancellationToken) => Problem(id(request), headers) is { } problem
            ? Task.FromResult<ServiceReply<CentralInstance>>(new ServiceReply<CentralInstance>.Failed(ErrorCodes.Forbidden, problem))
            : handler(request, cancellationToken);

    private string? Problem(string? instanceId, NatsHeaders? headers)
    {
        var sender = Sender(headers);
        if (sender is null || sender == instanceId)
        {
            return null;
        }

        Interlocked.Increment(ref _refused);
        _refusals.Add(1);

        // As many as are granted a link, and what cannot be read counts as one.
        if (_said.TryAdd(sender, true))
        {
            OwnIdLog.Refused(_logger, sender.Length == 0 ? "unknown" : sender);
        }

        return sender.Length == 0
            ? $"Whose request this is cannot be read from {LinkAccount.Header}, which only the NATS server writes."
            : $"The link is that of instance {sender}, and the request names another. Remove Knowledge:InstanceId from the machine's settings, or link it with credentials of its own.";
    }

    // The server writes its mark behind the sender's headers, and removes one that the sender wrote as it does itself. Headers without an end, or in other letters, may swallow
    // the mark into another header or stand beside it: wherever else it is mentioned, somebody tries to pass for another.
    private static string? Sender(NatsHeaders? headers)
    {
        if (headers is null)
        {
            return null;
        }

        if (headers.Code != 0 || headers.MessageText.Length > 0)
        {
            return "";
        }

        var marks = headers.Where(static header => Mentions(header.Key) || header.Value.Any(Mentions)).ToList();
        return marks switch
        {
            [] => null,
            [{ Key: LinkAccount.Header, Value: [{ } text] }] => Read(text),
            _ => "",
        };
    }

    private static bool Mentions(string? text) => text?.Contains(LinkAccount.Header, StringComparison.OrdinalIgnoreCase) == true;

    private static string? Read(string text)
    {
        try
        {
            using var mark = JsonDocument.Parse(text);
            return mark.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("acc", out var account) && account.ValueKind is JsonValueKind.String
                ? LinkAccount.InstanceOf(account.GetString()!)
                : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}

internal static partial class OwnIdLog
{
    [LoggerMessage(3003, LogLevel.Warning, "The machine with the link of instance {Sender} speaks under another id and is refused; said once for each.")]
    public static partial void Refused(ILogger logger, string sender);
}
