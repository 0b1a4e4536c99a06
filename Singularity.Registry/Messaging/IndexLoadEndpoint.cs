using System.Data.Common;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search.Postgres.Loading;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.registry.index.load</summary>
internal sealed class IndexLoadEndpoint(ListLoading loading) : PackageEndpoint<LoadIndex>(SingularityJson.Default.LoadIndex)
{
    private const int MaxRows = 5_000;

    public override string Name => "index-load";

    public override string Subject(Subjects subjects) => subjects.IndexLoad;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(LoadIndex request, CancellationToken cancellationToken)
    {
        if (request.Rows is not { Count: <= MaxRows } rows || (rows.Count == 0 && !request.Last))
        {
            return Replies.BadRequest($"rows holds 1 to {MaxRows} packages; none only with last.");
        }

        foreach (var row in rows)
        {
            if (ListRows.Problem(row) is { } problem)
            {
                return Replies.BadRequest($"{PackageName.Display(row?.Name ?? "")}: {problem} Nothing of this part was stored.");
            }
        }

        try
        {
            return Replies.From(new IndexLoaded(await loading.LoadAsync(request, cancellationToken)), SingularityJson.Default.IndexLoaded);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            return new ServiceReply<byte[]>.Failed(ErrorCodes.Unavailable, "This part was not stored: PostgreSQL did not accept it. Load the list again when it is back.");
        }
    }
}
