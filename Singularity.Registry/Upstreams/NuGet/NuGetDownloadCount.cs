namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>Downloads of all versions, which only the search knows. Not worth a failure: without an answer they stay unknown.</summary>
internal sealed class NuGetDownloadCount(NuGetClient client)
{
    public async Task<long?> GetAsync(NuGetSource source, NuGetService service, string name, CancellationToken cancellationToken)
    {
        if (service.Search is not { } search)
        {
            return null;
        }

        var url = new UriBuilder(search) { Query = $"q=packageid:{Uri.EscapeDataString(name)}&prerelease=true&semVerLevel=2.0.0&take=1" }.Uri;
        var reply = await client.GetAsync(client.Request(source, url, $"the download count of nuget:{name}"), NuGetJson.Default.JsonElement, cancellationToken);
        return reply is UpstreamReply<System.Text.Json.JsonElement>.Received received
            && received.Value.Elements("data").FirstOrDefault() is var hit
            && string.Equals(hit.Text("id"), name, StringComparison.OrdinalIgnoreCase)
            && hit.Field("totalDownloads") is { ValueKind: System.Text.Json.JsonValueKind.Number } total
            && total.TryGetInt64(out var count)
                ? count
                : null;
    }
}
