using System.ComponentModel;
using Singularity.Api.Knowledge.Recalling;
using Singularity.Api.Problems;
using Singularity.Contracts.Knowledge;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.Api.Knowledge.Http;

internal static class ListPatternsEndpoint
{
    private const int DefaultLimit = 20;

    public static void MapListPatterns(this IEndpointRouteBuilder patterns) => patterns.MapGet("/list", HandleAsync)
        .WithName("ListPatterns")
        .WithSummary("Patterns of this instance's database by id, the oldest first; give next as after for the following page")
        .Produces<PatternPage>()
        .ProducesPatternProblems();

    private static async Task<IResult> HandleAsync(
        [Description("awaited, live, merged or retracted; all when left out.")] string? state,
        [Description("The last id of the page before.")] string? after,
        [Description("Patterns, 1 to 100; 20 when left out.")] int? limit,
        ListKnownPatterns list,
        DatabaseGuard guard,
        CancellationToken cancellationToken)
    {
        if (!PatternAddress.TryReadName<PatternState>(state, out var only))
        {
            return ServiceProblems.BadRequest("state is awaited, live, merged or retracted.");
        }

        Ulid? from = null;
        if (!string.IsNullOrEmpty(after))
        {
            if (!PatternAddress.TryRead(after, "after", out var id, out var problem))
            {
                return problem;
            }

            from = id;
        }

        var reply = await guard.RunAsync<ListPatterns, PatternPage>(list.HandleAsync, new ListPatterns(only, from, limit ?? DefaultLimit), cancellationToken);
        return reply.ToResult();
    }
}
