using System.Text.Json;
using Singularity.CentralCloud.Instances;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.CentralCloud.Query;

/// <summary>centralcloud.knowledge.sync: for an instance that is new, or was restored and wants its own back.</summary>
internal sealed class AnswerSync(ObservationReads observations, AnswerRoom room)
{
    private const int MaxLimit = 1_000;

    public async Task<ServiceReply<ObservationPage>> HandleAsync(SyncObservations request, CancellationToken cancellationToken)
    {
        var problem = request.After < 0 ? "after is 0 or more."
            : request.Limit is < 1 or > MaxLimit ? $"limit is 1 to {MaxLimit}."
            : request.Of is { } of ? InstanceId.Problem(of) : null;
        if (problem is not null)
        {
            return new ServiceReply<ObservationPage>.Failed(ErrorCodes.BadRequest, problem);
        }

        // Texts grow as they are written into a text; a page that no longer fits is read again, shorter.
        for (var limit = request.Limit; ; limit /= 2)
        {
            var page = await observations.ReadAfterAsync(request.After, limit, request.Of, cancellationToken);
            if (page.Observations.Count <= 1 || JsonSerializer.SerializeToUtf8Bytes(page, SingularityJson.Default.ObservationPage).Length <= room.Bytes)
            {
                return page;
            }

            limit = Math.Min(limit, page.Observations.Count);
        }
    }
}
