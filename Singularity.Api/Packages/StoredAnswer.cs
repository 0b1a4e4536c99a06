using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Singularity.Api.Packages;

/// <summary>
/// A PackageAnswer as the registry's service wrote it, of which only the few facts around the record are read. A quotation mark within a text is always
/// escaped, so the names searched for, with theirs, are names; the service writes these facts behind the record, hence the last of each.
/// </summary>
/// <param name="AgeMs">Milliseconds since the registry confirmed the record.</param>
/// <param name="Tag">See <see cref="EntityTag"/>.</param>
internal readonly record struct StoredAnswer(long AgeMs, EntityTagHeaderValue Tag)
{
    private const int LongestTail = 8 * 1024;

    /// <summary>Null when the bytes are not such an answer.</summary>
    public static StoredAnswer? Read(ReadOnlySpan<byte> answer)
    {
        var tail = answer.LastIndexOf(",\"requested\":"u8);
        if (!answer.StartsWith("{\"package\":{"u8) || tail < 0 || answer.Length - tail > LongestTail)
        {
            return null;
        }

        try
        {
            return Read(answer[..tail], answer[tail..]);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static StoredAnswer? Read(ReadOnlySpan<byte> record, ReadOnlySpan<byte> tail)
    {
        Span<byte> facts = stackalloc byte[LongestTail];
        tail.CopyTo(facts);
        facts[0] = (byte)'{';
        var reader = new Utf8JsonReader(facts[..tail.Length]);
        long? ageMs = null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        EntityTag.AppendRecord(hash, record);
        for (reader.Read(); reader.Read() && reader.TokenType is JsonTokenType.PropertyName;)
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("ageMs"u8))
            {
                ageMs = reader.GetInt64();
            }
            else if (!name.SequenceEqual("servedBy"u8))
            {
                hash.AppendData(name);
                hash.AppendData(":"u8);
                hash.AppendData(reader.ValueSpan);
                hash.AppendData("\n"u8);
            }
        }

        return ageMs is { } age ? new StoredAnswer(age, EntityTag.From(hash)) : null;
    }
}
