using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages;

/// <summary>
/// The entity tag of an answer, from what it says about the package. Which tier served it and how long ago the registry confirmed it are
/// not part of that: otherwise no answer would ever be unchanged.
/// </summary>
internal static class EntityTag
{
    public static EntityTagHeaderValue For(PackageAnswer answer)
    {
        var lasting = answer with
        {
            Package = answer.Package with { ValidatedAt = answer.Package.CollectedAt },
            ServedBy = ServedBy.Memory,
            AgeMs = 0,
        };
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(lasting, SingularityJson.Default.PackageAnswer));
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}\"");
    }

    /// <summary>True when the caller has it already.</summary>
    public static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) => request.GetTypedHeaders().IfNoneMatch
        .Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, false));
}
