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

    // The server removes what a sender itself puts there, but only where it is written as the server writes it, and in well-formed headers; a machine may send others.
    private static string? Sender(NatsHeaders? headers)
    {
        var marks = headers?.Where(static header => header.Key.Equals(LinkAccount.Header, StringComparison.OrdinalIgnoreCase)).ToList();
        return marks switch
        {
            null or [] => null,
            [{ Key: LinkAccount.Header, Value: [{ } text] }] => Read(text),
            _ => "",
        };
    }

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
