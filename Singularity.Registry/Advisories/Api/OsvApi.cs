using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Advisories.Osv;
using Singularity.Registry.Upstreams;

namespace Singularity.Registry.Advisories.Api;

/// <summary>An OSV API, version 1: which advisories name a package, and each advisory by its id.</summary>
internal sealed class OsvApi(UpstreamHttp http, IOptions<AdvisoryOptions> options)
{
    /// <summary>Advisories of one package; far above what any has.</summary>
    private const int MaxListed = 5_000;

    private const int MaxPages = 20;
    private const int MaxListBytes = 16 * 1024 * 1024;

    public Uri? Address => options.Value.Api is { } api ? new Uri(api.EndsWith('/') ? api : api + "/") : null;

    /// <summary>Every advisory that names a package under one of its spellings.</summary>
    public async Task<OsvApiReply<IReadOnlyList<OsvListed>>> ListAsync(AdvisoryKey key, IReadOnlyList<string> spellings, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, OsvListed>(StringComparer.Ordinal);
        List<OsvQuery> queries = [.. spellings.Select(name => new OsvQuery(new OsvQueryPackage(name, OsvEcosystems.Name(key.Ecosystem))))];
        for (var page = 0; queries.Count > 0; page++)
        {
            if (page == MaxPages || found.Count > MaxListed)
            {
                return Bad("lists more advisories than any package has");
            }

            var question = JsonSerializer.SerializeToUtf8Bytes(new OsvQueries(queries), OsvApiJson.Default.OsvQueries);
            var reply = await http.GetAsync(
                Request("v1/querybatch", $"the advisories of {key.Name}", MaxListBytes) with { Question = question },
                body => ReadAsync(body, OsvApiJson.Default.OsvResults, cancellationToken),
                cancellationToken);
            switch (reply)
            {
                case UpstreamReply<OsvResults?>.Received { Value.Results: { } results } when results.Count == queries.Count:
                    foreach (var listed in results.SelectMany(static result => result?.Vulns ?? []))
                    {
                        if (listed?.Id is { Length: > 0 and <= OsvLimits.Id } id)
                        {
                            found[id] = listed;
                        }
                    }

                    queries = [.. queries.Zip(results).Where(static pair => pair.Second?.NextPageToken is { Length: > 0 })
                        .Select(static pair => pair.First with { PageToken = pair.Second!.NextPageToken })];
                    break;
                case UpstreamReply<OsvResults?>.Failed failed:
                    return new OsvApiReply<IReadOnlyList<OsvListed>>.Failed(failed.Problem.Message);
                case UpstreamReply<OsvResults?>.NotFound:
                    return Bad("knows no v1/querybatch; is it an OSV API?");
                default:
                    return Bad("did not answer v1/querybatch in the OSV API's form");
            }
        }

        return new OsvApiReply<IReadOnlyList<OsvListed>>.Answered([.. found.Values]);

        OsvApiReply<IReadOnlyList<OsvListed>> Bad(string what) =>
            new OsvApiReply<IReadOnlyList<OsvListed>>.Failed($"{UpstreamUrl.Display(Address!)} {what}. Check Advisories:Api.");
    }

    /// <summary>One advisory as it is written; empty when the API has it no more.</summary>
    public async Task<OsvApiReply<ReadOnlyMemory<byte>>> GetAsync(string id, CancellationToken cancellationToken) =>
        await http.GetAsync(
            Request($"v1/vulns/{Uri.EscapeDataString(id)}", $"advisory {id}", OsvLimits.Bytes), body => ReadAsync(body, cancellationToken), cancellationToken) switch
        {
            UpstreamReply<ReadOnlyMemory<byte>>.Received received => new OsvApiReply<ReadOnlyMemory<byte>>.Answered(received.Value),
            UpstreamReply<ReadOnlyMemory<byte>>.Failed failed => new OsvApiReply<ReadOnlyMemory<byte>>.Failed(failed.Problem.Message),
            _ => new OsvApiReply<ReadOnlyMemory<byte>>.Answered(default),
        };

    private UpstreamRequest Request(string path, string what, long maxBytes) =>
        new(Address!, new Uri(Address!, path), what, "application/json", maxBytes, ErrorCodes.BadUpstream);

    // What is no JSON is an answer in a wrong form, not a failure that another attempt would mend.
    private static async Task<T?> ReadAsync<T>(UpstreamBody body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(UpstreamBody body, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await body.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }
}
