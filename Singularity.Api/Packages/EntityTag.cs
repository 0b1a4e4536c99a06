using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Singularity.Api.Packages;

/// <summary>
/// The entity tag of an answer, from what it says about the package. Which tier served it and when the registry last confirmed it are
/// not part of that: otherwise no answer would ever be unchanged.
/// </summary>
internal static class EntityTag
{
    /// <param name="hash">To which what lasts is added.</param>
    /// <param name="record">As it is stored. Of its facts, validatedAt stands behind everything that could hold another of that name.</param>
    public static void AppendRecord(IncrementalHash hash, ReadOnlySpan<byte> record)
    {
        var name = "\"validatedAt\":\""u8;
        var at = record.LastIndexOf(name);
        var length = at < 0 ? -1 : record[(at + name.Length)..].IndexOf((byte)'"');
        if (length < 0)
        {
            hash.AppendData(record);
            return;
        }

        hash.AppendData(record[..at]);
        hash.AppendData(record[(at + name.Length + length)..]);
    }

    public static EntityTagHeaderValue From(IncrementalHash hash)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(digest[..16])}\"");
    }

    /// <summary>True when the caller has it already.</summary>
    public static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) => request.Headers.IfNoneMatch.Count > 0
        && request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, false));
}
