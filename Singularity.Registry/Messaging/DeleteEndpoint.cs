using System.Data.Common;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.storage.delete: from every tier, on every instance.</summary>
internal sealed class DeleteEndpoint(PackageWrites writes) : PackageEndpoint<DeletePackage>(SingularityJson.Default.DeletePackage)
{
    public override string Name => "delete";

    public override string Subject(Subjects subjects) => subjects.Delete;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(DeletePackage request, CancellationToken cancellationToken)
    {
        if (PackageSpec.Create(request.Ecosystem, request.Name, request.Version, out var problem) is not { } spec)
        {
            return Replies.BadRequest(problem!);
        }

        try
        {
            var deleted = await writes.DeleteAsync(spec, cancellationToken);
            return deleted == 0
                ? new ServiceReply<byte[]>.Failed(ErrorCodes.NotFound, $"{spec} is not stored here, so there is nothing to delete.")
                : Replies.From(new PackageDeleted(deleted), SingularityJson.Default.PackageDeleted);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or LiteDB.LiteException)
        {
            return new ServiceReply<byte[]>.Failed(ErrorCodes.Unavailable, $"{spec} was not deleted: the database did not answer. Try again when it is back.");
        }
    }
}
