using System.Text;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Importing;
using Singularity.Registry.Lockfiles;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.registry.import</summary>
internal sealed class ImportEndpoint(ImportStarter starter) : PackageEndpoint<ImportPackages>(SingularityJson.Default.ImportPackages)
{
    /// <summary>Package URLs in one request.</summary>
    public const int MaxPackages = 5_000;

    private const int MaxFileName = 1_024;
    private const int MaxSkipped = 200;

    public override string Name => "import";

    public override string Subject(Subjects subjects) => subjects.Import;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(ImportPackages request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.FileName) || request.FileName.Length > MaxFileName || request.FileName.Any(char.IsControl))
        {
            return Replies.BadRequest($"fileName is the lockfile's name, in 1 to {MaxFileName} characters.");
        }

        if (request.JobId is { } given && !JobIds.IsValid(given))
        {
            return Replies.BadRequest(JobIds.Rule);
        }

        if (request.Content is null == request.Packages is null)
        {
            return Replies.BadRequest("Give either content, a lockfile's text, or packages, a list of package URLs.");
        }

        return request.Packages is { } purls
            ? await ImportAsync(request, purls, cancellationToken)
            : await ImportAsync(request, request.Content!, cancellationToken);
    }

    private async Task<ServiceReply<byte[]>> ImportAsync(ImportPackages request, IReadOnlyList<string> purls, CancellationToken cancellationToken)
    {
        if (purls.Count > MaxPackages)
        {
            return Replies.BadRequest($"packages has {purls.Count} entries; send at most {MaxPackages} in one request, and the rest with the same jobId.");
        }

        var specs = new List<PackageSpec>(purls.Count);
        foreach (var purl in purls)
        {
            if (PackageUrl.Parse(purl, out var problem) is not { } spec)
            {
                return Replies.BadRequest(problem!);
            }

            specs.Add(spec);
        }

        return await StartAsync(request, specs, [], cancellationToken);
    }

    private async Task<ServiceReply<byte[]>> ImportAsync(ImportPackages request, string content, CancellationToken cancellationToken) =>
        LockfileFormats.Read(Path.GetFileName(request.FileName), request.Format, Encoding.UTF8.GetBytes(content)) switch
        {
            LockfileReading.Read read => await StartAsync(
                request,
                [.. read.Packages.Select(static p => p.Spec)],
                [.. read.Skipped.Take(MaxSkipped).Select(static s => new ImportSkipped(s.Name, s.Reason, s.Line))],
                cancellationToken),
            LockfileReading.Malformed malformed => Replies.BadRequest(malformed.Message),
            _ => throw new InvalidOperationException("The closed union LockfileReading has a member that is not handled."),
        };

    private async Task<ServiceReply<byte[]>> StartAsync(
        ImportPackages request, IReadOnlyList<PackageSpec> specs, IReadOnlyList<ImportSkipped> skipped, CancellationToken cancellationToken)
    {
        try
        {
            return Replies.From(
                await starter.StartAsync(request.JobId, request.FileName, specs, skipped, cancellationToken), SingularityJson.Default.ImportStarted);
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or LiteDB.LiteException or TimeoutException)
        {
            return new ServiceReply<byte[]>.Failed(
                ErrorCodes.Unavailable, "The import was not accepted, since the list of jobs cannot be written now. Try again when PostgreSQL is back.");
        }
    }
}
