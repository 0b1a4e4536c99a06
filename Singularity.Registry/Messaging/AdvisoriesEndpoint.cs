using System.Data.Common;
using System.Text.Json;
using LiteDB;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.registry.advisories</summary>
internal sealed class AdvisoriesEndpoint(AdvisoryCheck check) : PackageEndpoint<CheckAdvisories>(SingularityJson.Default.CheckAdvisories)
{
    private const int MaxPurls = 200;

    /// <summary>The longest purl that names something: name, version and type, each byte percent-encoded.</summary>
    private const int MaxPurl = 2_048;

    // A NATS message holds 1 MiB by default, headers included.
    private const int Budget = 900 * 1024;

    public override string Name => "advisories";

    public override string Subject(Subjects subjects) => subjects.Advisories;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(CheckAdvisories request, CancellationToken cancellationToken)
    {
        var purls = request.Purls ?? [];
        if (purls.Count > MaxPurls || purls.Any(static purl => purl is null or { Length: > MaxPurl }))
        {
            return Replies.BadRequest($"purls holds at most {MaxPurls} package URLs of at most {MaxPurl} characters each.");
        }

        try
        {
            var sources = await check.ReadSourcesAsync(cancellationToken);
            var packages = new PackageAdvisories[purls.Count];
            await Parallel.ForAsync(0, purls.Count, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (i, token) =>
                packages[i] = await check.CheckAsync(purls[i], sources, token));
            return Fit(new AdvisoryAnswer(sources, packages)) is { } answer
                ? Replies.From(answer, SingularityJson.Default.AdvisoryAnswer)
                : Replies.BadRequest("So much is known against these packages that it does not fit one message: ask about fewer at once.");
        }
        catch (Exception exception) when (exception is DbException or LiteException or TimeoutException)
        {
            return new ServiceReply<byte[]>.Failed(ErrorCodes.Unavailable, "The store of advisories does not answer. Try again when it is back.");
        }
    }

    /// <summary>Every advisory in brief; whole documents in their order as long as there is room. Null when not even the first fits.</summary>
    private static AdvisoryAnswer? Fit(AdvisoryAnswer answer)
    {
        var bare = answer with { Packages = [.. answer.Packages.Select(static p => p with { Documents = [] })] };
        var room = Budget - JsonSerializer.SerializeToUtf8Bytes(bare, SingularityJson.Default.AdvisoryAnswer).Length;
        if (room < 0)
        {
            return null;
        }

        var packages = new List<PackageAdvisories>(answer.Packages.Count);
        foreach (var package in answer.Packages)
        {
            var documents = new List<OsvDocument>(package.Documents.Count);
            foreach (var document in package.Documents)
            {
                var size = JsonSerializer.SerializeToUtf8Bytes(document, SingularityJson.Default.OsvDocument).Length + 1;
                if (size <= room)
                {
                    room -= size;
                    documents.Add(document);
                }
            }

            var leftOut = package.Documents.Count - documents.Count;
            packages.Add(package with { Documents = documents, DocumentsLeftOut = leftOut == 0 ? null : leftOut });
        }

        return answer with { Packages = packages };
    }
}
