using System.Text.Json;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;
using Singularity.Knowledge.Search;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.CentralCloud.Query;

/// <summary>centralcloud.knowledge.query.</summary>
internal sealed class AnswerQuery(PatternSearch search, PatternVectors vectors, AnswerRoom room, IOptions<CentralCloudOptions> options, TimeProvider time)
{
    // What exactly fails names files and addresses of this host, which concern nobody else.
    private const string WordsAlone = "CentralCloud compared words alone, since its embedding model fails; its log says why.";

    public async Task<ServiceReply<PatternAnswer>> HandleAsync(PatternQuery query, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(query.Query) || query.Limit is < 1 or > 100)
        {
            return new ServiceReply<PatternAnswer>.Failed(ErrorCodes.BadRequest, "query is not blank, and limit is 1 to 100.");
        }

        var settings = options.Value;
        using var deadline = new CancellationTokenSource(settings.QueryDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var answer = await search.FindAsync(query, either.Token);
            var size = 0;
            return answer with
            {
                Note = answer.Model is null && vectors.Problem is not null ? WordsAlone : null,
                Hits = [.. answer.Hits
                    .Select(hit => hit with { Source = hit.Source with { Authority = settings.Name } })
                    .TakeWhile(hit => (size += JsonSerializer.SerializeToUtf8Bytes(hit, SingularityJson.Default.PatternHit).Length) <= room.Bytes)],
            };
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new ServiceReply<PatternAnswer>.Failed(
                ErrorCodes.UpstreamTimeout, $"CentralCloud found no answer within {settings.QueryDeadline.TotalMilliseconds:0} ms; try again, or in other words.");
        }
    }
}
