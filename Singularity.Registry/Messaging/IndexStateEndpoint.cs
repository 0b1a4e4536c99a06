using System.Data.Common;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search.Postgres.Loading;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.registry.index.state</summary>
internal sealed class IndexStateEndpoint(ListLoading loading) : PackageEndpoint<GetIndexState>(SingularityJson.Default.GetIndexState)
{
    public override string Name => "index-state";

    public override string Subject(Subjects subjects) => subjects.IndexState;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(GetIndexState request, CancellationToken cancellationToken)
    {
        try
        {
            return Replies.From(await loading.ReadStateAsync(cancellationToken), SingularityJson.Default.SearchIndexState);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            return new ServiceReply<byte[]>.Failed(ErrorCodes.Unavailable, "PostgreSQL does not answer, so the state of its index is not known.");
        }
    }
}

/// <summary>packages.registry.index.clear</summary>
internal sealed class IndexClearEndpoint(ListLoading loading) : PackageEndpoint<ClearIndex>(SingularityJson.Default.ClearIndex)
{
    public override string Name => "index-clear";

    public override string Subject(Subjects subjects) => subjects.IndexClear;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(ClearIndex request, CancellationToken cancellationToken)
    {
        try
        {
            return Replies.From(new IndexCleared(await loading.ClearAsync(cancellationToken)), SingularityJson.Default.IndexCleared);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            return new ServiceReply<byte[]>.Failed(ErrorCodes.Unavailable, "Nothing was removed: PostgreSQL does not answer.");
        }
    }
}
