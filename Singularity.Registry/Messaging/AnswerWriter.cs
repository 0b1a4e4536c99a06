using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Knowledge;
using Singularity.Registry.Tiers;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>Writes a <see cref="PackageAnswer"/> around the stored record's bytes, without reading them.</summary>
internal sealed class AnswerWriter(TimeProvider timeProvider)
{
    // A NATS message holds 1 MiB by default, headers included; RecordLimits keeps the record itself well below.
    private const int Budget = 960 * 1024;

    // Names, punctuation, the tier, the longest number and truth value.
    private const int Frame = 128;

    // A character of a string takes at most six bytes, as \uXXXX does.
    private const int Escaped = 6;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_^~*=| ");

    public PooledReply Write(
        PackageEntry entry, string requested, ServedBy servedBy, bool stale, IReadOnlyList<Snippet>? snippets, JoinedPatterns? patterns = null)
    {
        var last = patterns is null ? [] : Patterns(patterns);
        var more = snippets is null ? [] : Snippets(snippets, Budget - entry.Record.Length - last.Length);
        var reply = PooledReply.Rent(Frame + entry.Record.Length + (Escaped * (requested.Length + entry.Version.Length)) + more.Length + last.Length);
        var rest = reply.Writable;
        Put("{\"package\":"u8, ref rest);
        Put(entry.Record.Span, ref rest);
        Put(",\"requested\":\""u8, ref rest);
        PutText(requested, ref rest);
        Put("\",\"resolved\":\""u8, ref rest);
        PutText(entry.Version, ref rest);
        Put("\",\"servedBy\":\""u8, ref rest);
        PutText(RegistryTelemetry.TierName(servedBy), ref rest);
        Put("\",\"ageMs\":"u8, ref rest);
        Utf8Formatter.TryFormat((long)Math.Max(0, (timeProvider.GetUtcNow() - entry.ValidatedAt).TotalMilliseconds), rest, out var digits);
        rest = rest[digits..];
        Put(stale ? ",\"stale\":true"u8 : ",\"stale\":false"u8, ref rest);
        Put(more, ref rest);
        Put(last, ref rest);
        Put("}"u8, ref rest);
        reply.Cut(reply.Writable.Length - rest.Length);
        return reply;
    }

    private static void Put(ReadOnlySpan<byte> bytes, ref Span<byte> rest)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    // Versions rarely need escapes; the encoder knows which characters do.
    private static void PutText(string text, ref Span<byte> rest)
    {
        if (text.AsSpan().ContainsAnyExcept(Plain))
        {
            Put(JsonEncodedText.Encode(text).EncodedUtf8Bytes, ref rest);
        }
        else
        {
            rest = rest[Encoding.ASCII.GetBytes(text, rest)..];
        }
    }

    // At most five titles and ranges; starts with the comma after what stands before.
    private static byte[] Patterns(JoinedPatterns patterns)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        if (patterns.Patterns is { } found)
        {
            json.WritePropertyName("patterns"u8);
            JsonSerializer.Serialize(json, found, SingularityJson.Default.IReadOnlyListPackagePattern);
        }

        if (patterns.Note is { } note)
        {
            json.WriteString("patternsNote"u8, note);
        }

        json.WriteEndObject();
        json.Flush();

        // Without the braces, and with a comma where the first one stood.
        var written = buffer.WrittenSpan[..^1].ToArray();
        written[0] = (byte)',';
        return written.Length == 1 ? [] : written;
    }

    // Whole snippets in their order, as many as fit; the rest is counted, so that the caller knows. Starts with the comma after the record's facts.
    private static byte[] Snippets(IReadOnlyList<Snippet> snippets, int budget)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteStartArray("snippets"u8);
        var leftOut = 0;
        foreach (var snippet in snippets)
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(snippet, SingularityJson.Default.Snippet);
            if (leftOut == 0 && json.BytesCommitted + json.BytesPending + bytes.Length < budget)
            {
                json.WriteRawValue(bytes, skipInputValidation: true);
            }
            else
            {
                leftOut++;
            }
        }

        json.WriteEndArray();
        if (leftOut > 0)
        {
            json.WriteNumber("snippetsLeftOut"u8, leftOut);
        }

        json.Flush();
        var written = buffer.WrittenSpan.ToArray();
        written[0] = (byte)',';
        return written;
    }
}
