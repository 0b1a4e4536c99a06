using System.Data.Common;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Importing;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.registry.imports.get</summary>
internal sealed class ImportGetEndpoint(IImportJobs jobs) : PackageEndpoint<GetImport>(SingularityJson.Default.GetImport)
{
    public override string Name => "imports-get";

    public override string Subject(Subjects subjects) => subjects.ImportGet;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(GetImport request, CancellationToken cancellationToken)
    {
        if (request.JobId is null || !JobIds.IsValid(request.JobId))
        {
            return Replies.BadRequest(JobIds.Rule);
        }

        try
        {
            return await jobs.ReadAsync(request.JobId, cancellationToken) is { } report
                ? Replies.From(report, SingularityJson.Default.ImportReport)
                : new ServiceReply<byte[]>.Failed(ErrorCodes.NotFound, $"No import {request.JobId} is known; reports are kept for some days after the end.");
        }
        catch (Exception exception) when (exception is DbException or LiteDB.LiteException or TimeoutException)
        {
            return new ServiceReply<byte[]>.Failed(ErrorCodes.Unavailable, "Where the import stands cannot be read now; it goes on when PostgreSQL is back.");
        }
    }
}
