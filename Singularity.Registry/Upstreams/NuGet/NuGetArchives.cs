using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>Where a version's archive is, and by what its bytes are verified.</summary>
internal sealed class NuGetArchives(NuGetClient client, PackageSignature signature)
{
    /// <summary>A stated hash is preferred; where there is none, the signature within the package verifies it.</summary>
    /// <param name="what">Names the version in messages.</param>
    public async Task<UpstreamReply<ArchiveSource>> FindAsync(
        NuGetSource source, NuGetService service, string? packageFolder, string name, NuGetEntry entry, string what, CancellationToken cancellationToken)
    {
        var version = entry.Version.ToLowerInvariant();
        var url = service.Content is { } content ? new Uri(content, $"{name}/{version}/{name}.{version}.nupkg") : entry.Content;
        if (url is null)
        {
            return Failed($"{UpstreamUrl.Display(source.Index)} lists {what} without the address of an archive. Use another source.");
        }

        var checksum = NuGetChecksums.Stated(entry.Element);
        if (checksum is null && entry.Element.Address("@id") is { } leaf)
        {
            switch (await client.GetAsync(client.Request(source, leaf, $"the catalog entry of {what}"), NuGetJson.Default.JsonElement, cancellationToken))
            {
                case UpstreamReply<System.Text.Json.JsonElement>.Received received:
                    checksum = NuGetChecksums.Stated(received.Value);
                    break;
                case UpstreamReply<System.Text.Json.JsonElement>.Failed { Problem.Code: not ErrorCodes.BadUpstream } failed:
                    // Down is not the same as stating nothing. Sources without a catalog answer pages of any kind.
                    return new UpstreamReply<ArchiveSource>.Failed(failed.Problem);
            }
        }

        checksum ??= await NuGetChecksums.InstalledAsync(packageFolder, name, version, cancellationToken);
        return new UpstreamReply<ArchiveSource>.Received(
            new ArchiveSource(url, checksum is null ? [] : [checksum], ArchiveLayout.Zip)
            {
                Signature = package => signature.Problem(package) is { } problem
                    ? $"{problem}, and neither {UpstreamUrl.Display(source.Index)} nor the client's package folder states a hash of it, so it cannot be verified. "
                        + "Restore it once with the NuGet client, whose record of it is then used, or use a source whose registrations lead to catalog entries."
                    : null,
            },
            ETag: null);
    }

    private static UpstreamReply<ArchiveSource>.Failed Failed(string message) => new(new UpstreamProblem(ErrorCodes.BadUpstream, message));
}
