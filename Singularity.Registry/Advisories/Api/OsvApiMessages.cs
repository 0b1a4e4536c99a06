using System.Text.Json.Serialization;

namespace Singularity.Registry.Advisories.Api;

/// <summary>POST v1/querybatch.</summary>
internal sealed record OsvQueries(IReadOnlyList<OsvQuery> Queries);

internal sealed record OsvQuery(OsvQueryPackage Package, string? PageToken = null);

internal sealed record OsvQueryPackage(string Name, string Ecosystem);

/// <summary>Its answer: a result for each query, in their order.</summary>
internal sealed record OsvResults(IReadOnlyList<OsvResult?>? Results);

/// <param name="NextPageToken">Given when there is more.</param>
internal sealed record OsvResult(IReadOnlyList<OsvListed?>? Vulns, string? NextPageToken);

internal sealed record OsvListed(string? Id, DateTimeOffset? Modified);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OsvQueries))]
[JsonSerializable(typeof(OsvResults))]
internal sealed partial class OsvApiJson : JsonSerializerContext;
