using System.Buffers;
using System.Text.Json;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Messaging;

/// <summary>Writes a <see cref="PackageAnswer"/> around the stored record's bytes, without reading them.</summary>
internal sealed class AnswerWriter(TimeProvider timeProvider)
{
    // A NATS message holds 1 MiB by default, headers included; RecordLimits keeps the record itself well below.
    private const int Budget = 960 * 1024;

    public byte[] Write(PackageLookup.Found found, IReadOnlyList<Snippet>? snippets)
    {
        var buffer = new ArrayBufferWriter<byte>(found.Entry.Record.Length + 256);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WritePropertyName("package"u8);
            json.WriteRawValue(found.Entry.Record.Span, skipInputValidation: true);
            json.WriteString("requested"u8, found.Requested);
            json.WriteString("resolved"u8, found.Entry.Version);
            json.WriteString("servedBy"u8, RegistryTelemetry.TierName(found.ServedBy));
            json.WriteNumber("ageMs"u8, (long)Math.Max(0, (timeProvider.GetUtcNow() - found.Entry.ValidatedAt).TotalMilliseconds));
            json.WriteBoolean("stale"u8, found.Stale);
            if (snippets is not null)
            {
                WriteSnippets(json, snippets);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    // Whole snippets in their order, as many as fit; the rest is counted, so that the caller knows.
    private static void WriteSnippets(Utf8JsonWriter json, IReadOnlyList<Snippet> snippets)
    {
        json.WritePropertyName("snippets"u8);
        json.WriteStartArray();
        var leftOut = 0;
        foreach (var snippet in snippets)
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(snippet, SingularityJson.Default.Snippet);
            if (leftOut == 0 && json.BytesCommitted + json.BytesPending + bytes.Length < Budget)
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
    }
}
