using System.Data.Common;
using LiteDB;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Osv;
using Singularity.Registry.Advisories.Stores;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.registry.advisories.load: stores a part of a dump. Stored packages show it after packages.registry.advisories.apply.</summary>
internal sealed class LoadAdvisoriesEndpoint(IAdvisoryStore store, TimeProvider time) : PackageEndpoint<LoadAdvisories>(SingularityJson.Default.LoadAdvisories)
{
    private const int MaxDocuments = 1_000;

    public override string Name => "advisories-load";

    public override string Subject(Subjects subjects) => subjects.LoadAdvisories;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(LoadAdvisories request, CancellationToken cancellationToken)
    {
        if (request.Documents is not { Count: > 0 and <= MaxDocuments } documents || documents.Any(static d => d is null))
        {
            return Replies.BadRequest($"documents holds 1 to {MaxDocuments} OSV documents.");
        }

        var errors = new List<AdvisoryError>();
        var good = new List<OsvDocument>(documents.Count);
        foreach (var document in documents)
        {
            switch (OsvReader.Check(document))
            {
                case OsvReading.Read read:
                    good.Add(read.Document);
                    break;
                case OsvReading.Bad bad:
                    errors.Add(new AdvisoryError(document.Id, bad.Message));
                    break;
                default:
                    errors.Add(new AdvisoryError(document.Id, "names no package of npm, crates.io, Hex, NuGet or PyPI."));
                    break;
            }
        }

        try
        {
            var import = await store.ImportAsync(good, time.GetUtcNow(), cancellationToken);
            return Replies.From(new AdvisoriesLoaded(import.Added, import.Updated, import.Unchanged, errors), SingularityJson.Default.AdvisoriesLoaded);
        }
        catch (Exception exception) when (exception is DbException or LiteException or TimeoutException)
        {
            return new ServiceReply<byte[]>.Failed(ErrorCodes.Unavailable, "The advisories were not stored: the database did not accept them. Try again when it is back.");
        }
    }
}
