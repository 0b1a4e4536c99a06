using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Knowledge;
using Singularity.Registry.Storage;
using Singularity.Registry.Tiers;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.storage.get. A record in the near cache is answered where the request arrives, by copying its bytes.</summary>
internal sealed class GetEndpoint(PackageReads reads, PackageStores stores, IPatternJoin patterns, AnswerWriter writer) : PackageEndpoint
{
    private const string Patterns = "patterns";

    private readonly KnownRequests _known = new();

    public override string Name => "get";

    public override string Subject(Subjects subjects) => subjects.Get;

    public override ValueTask JoinAsync(ServiceEndpoints service, Subjects subjects) => service.AddPromptAsync(Name, Subject(subjects), AnswerAsync);

    public override async Task<ServiceReply<byte[]>> HandleAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        switch (await AnswerAsync(request, cancellationToken))
        {
            case ServiceReply<PooledReply>.Ok(var reply):
                using (reply)
                {
                    return reply.Bytes.ToArray();
                }

            case ServiceReply<PooledReply>.Failed failed:
                return new ServiceReply<byte[]>.Failed(failed.Code, failed.Message, failed.RetryAfter);
            default:
                throw new InvalidOperationException("A reply is Ok or Failed.");
        }
    }

    /// <summary>Completes at once where the near cache has a fresh answer; all that a repeated request then costs is its reply.</summary>
    internal ValueTask<ServiceReply<PooledReply>> AnswerAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        if (_known.TryFind(json.Span, out var known))
        {
            return AnswerAsync(known, cancellationToken);
        }

        if (!GetRequest.TryRead(Name, json.Span, out var request, out var problem))
        {
            return BadRequest(problem);
        }

        if (PackageSpec.Create(request.Ecosystem, request.Name, request.Version, out problem) is not { } spec)
        {
            return BadRequest(problem!);
        }

        if (request.MaxAge < 0)
        {
            return BadRequest("maxAge is a number of seconds and cannot be negative.");
        }

        TimeSpan? maxAge = request.MaxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        if (request.Include is { Count: > 0 } include)
        {
            return include.FirstOrDefault(static part => part != Patterns && !SnippetParts.Knows(part)) is { } unknown
                ? BadRequest($"include knows {SnippetParts.Names}, '{Patterns}', not '{PackageName.Display(unknown)}'.")
                : new ValueTask<ServiceReply<PooledReply>>(AnswerWithPartsAsync(spec, maxAge, include, cancellationToken));
        }

        known = new KnownRequest(spec, PackageReads.NearKey(spec), maxAge);
        _known.Add(json.Span, known);
        return AnswerAsync(known, cancellationToken);
    }

    private ValueTask<ServiceReply<PooledReply>> AnswerAsync(KnownRequest request, CancellationToken cancellationToken)
    {
        var nearIsEmpty = false;
        return request.Key is { } key && reads.FindNear(request.Spec, key, request.MaxAge, out nearIsEmpty) is { } near
            ? ValueTask.FromResult(writer.Write(near, PackageReads.Requested(request.Spec), ServedBy.Memory, stale: false, null).Answer)
            : new ValueTask<ServiceReply<PooledReply>>(AnswerBelowAsync(request, nearIsEmpty, cancellationToken));
    }

    private async Task<ServiceReply<PooledReply>> AnswerBelowAsync(KnownRequest request, bool nearIsEmpty, CancellationToken cancellationToken)
    {
        var lookup = await reads.GetBelowAsync(request.Spec, request.MaxAge, nearIsEmpty, cancellationToken);
        return lookup is PackageLookup.Found found ? Write(found, null).Answer : Replies.Fail<PooledReply>(lookup);
    }

    private async Task<ServiceReply<PooledReply>> AnswerWithPartsAsync(
        PackageSpec spec, TimeSpan? maxAge, IReadOnlyList<string> include, CancellationToken cancellationToken)
    {
        var lookup = await reads.GetAsync(spec, maxAge, cancellationToken);
        if (lookup is not PackageLookup.Found found)
        {
            return Replies.Fail<PooledReply>(lookup);
        }

        // Both at once: they wait for the same database.
        var joined = include.Contains(Patterns) ? patterns.FindAsync(spec.Ecosystem, spec.Name, found.Entry.Version, cancellationToken) : null;
        string[] parts = [.. include.Where(static part => part != Patterns)];
        var snippets = parts is [] ? null : SnippetParts.Select(await ReadSnippetsAsync(spec, found.Entry.Version, cancellationToken), parts);
        return Write(found, snippets, joined is null ? null : await joined).Answer;
    }

    private async Task<IReadOnlyList<Snippet>> ReadSnippetsAsync(PackageSpec spec, string version, CancellationToken cancellationToken) =>
        (await stores.AskAsync(store => store.ReadSnippetsAsync(spec.Ecosystem, spec.Name, version, cancellationToken)))?.Answer ?? [];

    private PooledReply Write(PackageLookup.Found found, IReadOnlyList<Snippet>? snippets, JoinedPatterns? joined = null) =>
        writer.Write(found.Entry, found.Requested, found.ServedBy, found.Stale, snippets, joined);

    private static ValueTask<ServiceReply<PooledReply>> BadRequest(string message) =>
        ValueTask.FromResult<ServiceReply<PooledReply>>(new ServiceReply<PooledReply>.Failed(ErrorCodes.BadRequest, message));
}
