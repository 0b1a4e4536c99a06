using System.Globalization;
using System.Text;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.KeyValueStore.Layout;

/// <summary>The headers of entries and of direct gets.</summary>
internal static class EntryHeaders
{
    public const string Operation = "KV-Operation";
    public const string Rollup = "Nats-Rollup";
    public const string ExpectedRevision = "Nats-Expected-Last-Subject-Sequence";
    private const string MarkerReason = "Nats-Marker-Reason";

    /// <summary>What the entry did; null if its headers make no sense.</summary>
    /// <remarks>A server that removes entries by itself leaves markers with a reason in place of an operation.</remarks>
    public static NatsKVOperation? OperationOf(NatsHeaders? headers)
    {
        if (headers is null) return NatsKVOperation.Put;
        if (headers.TryGetValue(Operation, out var operations))
        {
            return operations.Count == 1 && Enum.TryParse<NatsKVOperation>(operations[0], ignoreCase: true, out var operation)
                ? operation
                : null;
        }

        return headers.TryGetLastValue(MarkerReason, out var reason)
            ? reason switch
            {
                "MaxAge" or "Purge" => NatsKVOperation.Purge,
                "Remove" => NatsKVOperation.Del,
                _ => null,
            }
            : NatsKVOperation.Put;
    }

    /// <summary>Whether a stored message, whose headers are still the bytes of the wire, marks a deleted key.</summary>
    public static bool IsMarker(StoredMessage stored) =>
        stored.Hdrs is { } hdrs
        && Encoding.UTF8.GetString(Convert.FromBase64String(hdrs)).Split("\r\n")
            .Any(line => line.StartsWith(Operation + ":", StringComparison.Ordinal)
                ? !line.EndsWith("PUT", StringComparison.OrdinalIgnoreCase)
                : line.StartsWith(MarkerReason + ":", StringComparison.Ordinal));

    /// <summary>Reads the answer to a direct get.</summary>
    /// <param name="subject">The subject that the entry must have.</param>
    public static NatsResult<NatsKVEntry<T>> ReadDirect<T>(string bucket, string key, string subject, NatsMsg<T> msg)
    {
        if (msg.Headers is not { } headers) return new NatsKVException("Missing headers");
        if (headers.Code == 404) return NatsKVKeyNotFoundException.Default;
        if (!headers.TryGetLastValue("Nats-Subject", out var actual)) return new NatsKVException("Missing subject header");
        if (actual != subject) return new NatsKVException("Unexpected subject");
        if (!headers.TryGetLastValue("Nats-Sequence", out var sequence)) return new NatsKVException("Missing sequence header");
        if (!ulong.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
            return new NatsKVException("Can't parse sequence header");
        if (!headers.TryGetLastValue("Nats-Time-Stamp", out var time)) return new NatsKVException("Missing timestamp header");
        if (!DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created))
            return new NatsKVException("Can't parse timestamp header");

        return OperationOf(headers) switch
        {
            null => new NatsKVException("Can't parse operation header"),
            NatsKVOperation.Put => new NatsKVEntry<T>(bucket, key)
            {
                Value = msg.Data,
                Revision = revision,
                Created = created,
                Error = msg.Error,
            },
            _ => new NatsKVKeyDeletedException(revision),
        };
    }
}
