using Singularity.Api.Problems;

namespace Singularity.Api.Knowledge.Http;

internal static class NoDatabaseEndpoint
{
    /// <summary>Says what is missing where an answer would be.</summary>
    public static void MapNoDatabase(this IEndpointRouteBuilder patterns) => patterns.Map("/{**rest}", static () => ServiceProblems.Create(
        StatusCodes.Status503ServiceUnavailable,
        "Learned patterns need a database, and none is configured: set ConnectionStrings:singularity, or start everything with: ./singularity up"))
        .ExcludeFromDescription();
}
