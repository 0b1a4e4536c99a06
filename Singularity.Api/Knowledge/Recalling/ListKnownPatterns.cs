using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api.Knowledge.Recalling;

/// <summary>knowledge.list.</summary>
internal sealed class ListKnownPatterns(PatternReads patterns, KnownPatterns known)
{
    private const int MaxLimit = 100;

    // Characters of content in a page, beyond its first pattern: an answer has to fit into a message, and takes up to three bytes for one.
    private const int PageLength = 200 * 1024;

    public async Task<ServiceReply<PatternPage>> HandleAsync(ListPatterns request, CancellationToken cancellationToken)
    {
        if (request.Limit is < 1 or > MaxLimit)
        {
            return KnowledgeProblems.BadRequest<PatternPage>($"limit is 1 to {MaxLimit}.");
        }

        if (request.State is { } state && !Enum.IsDefined(state))
        {
            return KnowledgeProblems.BadRequest<PatternPage>("state is awaited, live, merged or retracted.");
        }

        var found = await patterns.ListAsync(request.State, request.After, request.Limit + 1, cancellationToken);
        var page = Math.Min(request.Limit, Fitting(found));
        return new PatternPage([.. found.Take(page).Select(known.Own)], page < found.Count ? found[page - 1].Id : null);
    }

    private static int Fitting(List<Pattern> patterns)
    {
        var length = 0;
        for (var i = 0; i < patterns.Count; i++)
        {
            length += patterns[i].Content is { } content ? content.Title.Length + content.Body.Length + (content.Code?.Length ?? 0) : 0;
            if (i > 0 && length > PageLength)
            {
                return i;
            }
        }

        return patterns.Count;
    }
}
