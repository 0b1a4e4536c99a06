using System.ComponentModel;
using Singularity.Api.Knowledge.Recalling;
using Singularity.Api.Problems;
using Singularity.Contracts.Knowledge;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.Api.Knowledge.Http;

internal static class RecallPatternsEndpoint
{
    private const int DefaultLimit = 10;

    public static void MapRecallPatterns(this IEndpointRouteBuilder patterns) => patterns.MapGet("/", HandleAsync)
        .WithName("RecallPatterns")
        .WithSummary("Learned patterns that answer a need, best first")
        .WithDescription("Every hit says what its score is made of and where it came from; the answer, what asking CentralCloud came to.")
        .Produces<RecallAnswer>()
        .ProducesPatternProblems();

    private static async Task<IResult> HandleAsync(
        [Description("What you look for, in a few words; at most 1,000 characters are read.")] string? q,
        [Description("hybrid asks CentralCloud when nothing good is found here, local never, central always; hybrid when left out.")] string? mode,
        [Description("code, architecture, workaround, framework, prompt and tool-use, with commas; all when left out.")] string? kind,
        [Description("Only patterns in this language or in none, such as csharp.")] string? language,
        [Description("Only patterns with all of these tags, with commas.")] string? tag,
        [Description("Hits, 1 to 100; 10 when left out.")] int? limit,
        RecallPatterns recall,
        DatabaseGuard guard,
        CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(q))
        {
            return ServiceProblems.BadRequest("q is what to look for, in some words.");
        }

        if (!PatternAddress.TryReadName<RecallMode>(mode, out var wanted))
        {
            return ServiceProblems.BadRequest("mode is hybrid, local or central.");
        }

        var request = new Recall(
            q, PatternAddress.Split(kind)?.ConvertAll(static name => new PatternKind(name)), string.IsNullOrWhiteSpace(language) ? null : language.Trim(),
            PatternAddress.Split(tag), limit ?? DefaultLimit, wanted ?? RecallMode.Hybrid);
        var reply = await guard.RunAsync<Recall, RecallAnswer>(recall.HandleAsync, request, cancellationToken);
        return reply.ToResult();
    }
}
