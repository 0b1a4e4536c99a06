using System.Data.Common;
using LiteDB;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.registry.advisories.apply</summary>
internal sealed class ApplyAdvisoriesEndpoint(AdvisoryApplier applier) : PackageEndpoint<ApplyAdvisories>(SingularityJson.Default.ApplyAdvisories)
{
    private const int MaxLimit = 1_000;

    public override string Name => "advisories-apply";

    public override string Subject(Subjects subjects) => subjects.ApplyAdvisories;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(ApplyAdvisories request, CancellationToken cancellationToken)
    {
        if (request.Limit is < 1 or > MaxLimit)
        {
            return Replies.BadRequest($"limit is from 1 to {MaxLimit}.");
        }

        try
        {
            return Replies.From(await applier.ApplyAsync(request.Limit, cancellationToken), SingularityJson.Default.AdvisoriesApplied);
        }
        catch (Exception exception) when (exception is DbException or LiteException or TimeoutException)
        {
            return new ServiceReply<byte[]>.Failed(
                ErrorCodes.Unavailable, "Not all stored packages show the new advisories yet: the database did not answer. Try again when it is back.");
        }
    }
}
