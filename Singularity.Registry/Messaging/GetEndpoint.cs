using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Storage;
using Singularity.Registry.Tiers;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.storage.get. A record in the near cache is answered where the request arrives, by copying its bytes.</summary>
internal sealed class GetEndpoint(PackageReads reads, PackageStores stores, AnswerWriter writer) : PackageEndpoint
{
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

    private async ValueTask<ServiceReply<PooledReply>> AnswerAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
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

        if (request.Include is not { Count: > 0 } include)
        {
            var lookup = await ReadAsync(spec, request.MaxAge, cancellationToken);
            return lookup is PackageLookup.Found found ? writer.Write(found, null) : Replies.Fail<PooledReply>(lookup);
        }

        return include.FirstOrDefault(static part => !SnippetParts.Knows(part)) is { } unknown
            ? BadRequest($"include knows {SnippetParts.Names}, not '{PackageName.Display(unknown)}'.")
            : await AnswerWithSnippetsAsync(spec, request.MaxAge, include, cancellationToken);
    }

    private async Task<ServiceReply<PooledReply>> AnswerWithSnippetsAsync(
        PackageSpec spec, int? maxAge, IReadOnlyList<string> include, CancellationToken cancellationToken)
    {
        var lookup = await ReadAsync(spec, maxAge, cancellationToken);
        if (lookup is not PackageLookup.Found found)
        {
            return Replies.Fail<PooledReply>(lookup);
        }

        var snippets = await stores.AskAsync(store => store.ReadSnippetsAsync(spec.Ecosystem, spec.Name, found.Entry.Version, cancellationToken));
        return writer.Write(found, SnippetParts.Select(snippets?.Answer ?? [], include));
    }

    private ValueTask<PackageLookup> ReadAsync(PackageSpec spec, int? maxAge, CancellationToken cancellationToken) =>
        reads.GetAsync(spec, maxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null, cancellationToken);

    private static ServiceReply<PooledReply>.Failed BadRequest(string message) => new(ErrorCodes.BadRequest, message);
}
