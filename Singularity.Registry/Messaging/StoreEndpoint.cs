using System.Data.Common;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.storage.store: a record and its snippets, given by another service.</summary>
internal sealed class StoreEndpoint(PackageWrites writes) : PackageEndpoint<CollectedPackage>(SingularityJson.Default.CollectedPackage)
{
    public override string Name => "store";

    public override string Subject(Subjects subjects) => subjects.Store;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(CollectedPackage request, CancellationToken cancellationToken)
    {
        if (request.Package is not { } package || request.Snippets is null)
        {
            return Replies.BadRequest("store expects {package, snippets}.");
        }

        if (PackageSpec.Create(package.Ecosystem, package.Name, package.Version, out var problem) is not { } spec || spec.Version is null)
        {
            return Replies.BadRequest(problem ?? "package.version is missing.");
        }

        if (spec.Name != package.Name || spec.Version != package.Version)
        {
            return Replies.BadRequest($"package.name must be in its normal form, '{spec.Name}', and package.version without surrounding blanks.");
        }

        try
        {
            var entry = await writes.StoreAsync(request, cancellationToken);
            return Replies.From(new PackageStored(entry.Revision), SingularityJson.Default.PackageStored);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or LiteDB.LiteException)
        {
            return new ServiceReply<byte[]>.Failed(ErrorCodes.Unavailable, $"{package.Purl} was not stored: the database did not accept it. Try again when it is back.");
        }
    }
}
