using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage;
using Singularity.Registry.Tiers;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.storage.get</summary>
internal sealed class GetEndpoint(PackageReads reads, PackageStores stores, AnswerWriter writer) : PackageEndpoint<GetPackage>(SingularityJson.Default.GetPackage)
{
    public override string Name => "get";

    public override string Subject(Subjects subjects) => subjects.Get;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(GetPackage request, CancellationToken cancellationToken)
    {
        if (PackageSpec.Create(request.Ecosystem, request.Name, request.Version, out var problem) is not { } spec)
        {
            return Replies.BadRequest(problem!);
        }

        if (request.MaxAge < 0)
        {
            return Replies.BadRequest("maxAge is a number of seconds and cannot be negative.");
        }

        if (request.Include?.FirstOrDefault(static part => !SnippetParts.Knows(part)) is { } unknown)
        {
            return Replies.BadRequest($"include knows {SnippetParts.Names}, not '{PackageName.Display(unknown)}'.");
        }

        var maxAge = request.MaxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        switch (await reads.GetAsync(spec, maxAge, cancellationToken))
        {
            case PackageLookup.Found found:
                if (request.Include is not { Count: > 0 } include)
                {
                    return new ServiceReply<byte[]>.Ok(writer.Write(found, null));
                }

                var snippets = await stores.AskAsync(store => store.ReadSnippetsAsync(spec.Ecosystem, spec.Name, found.Entry.Version, cancellationToken));
                return new ServiceReply<byte[]>.Ok(writer.Write(found, SnippetParts.Select(snippets?.Answer ?? [], include)));
            case var other:
                return Replies.From(other);
        }
    }
}
