using System.Text.Json;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Advisories.Stores;

/// <summary>Documents as both stores write them: each id once, the newest of several, in the order of their ids so that two imports never wait for each other.</summary>
internal static class ImportBatch
{
    public static IReadOnlyList<OsvDocument> Newest(IReadOnlyList<OsvDocument> documents) =>
    [
        .. documents.GroupBy(static d => d.Id, StringComparer.Ordinal).Select(static same => same.MaxBy(static d => Modified(d))!)
            .OrderBy(static d => d.Id, StringComparer.Ordinal),
    ];

    /// <summary>To the microsecond, which is what PostgreSQL keeps; checked documents always have it.</summary>
    public static DateTimeOffset Modified(OsvDocument document)
    {
        var at = document.Modified!.Value.ToUniversalTime();
        return at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>How current each ecosystem's part of a dump is: its newest change, but never a time after the load.</summary>
    public static IReadOnlyList<(Ecosystem Ecosystem, DateTimeOffset AsOf)> Feeds(IReadOnlyList<OsvDocument> documents, DateTimeOffset loadedAt) =>
    [
        .. documents.SelectMany(static d => AdvisoryKey.Of(d).Select(key => (key.Ecosystem, Modified: Modified(d)))).GroupBy(static d => d.Ecosystem)
            .OrderBy(static g => g.Key).Select(g => (g.Key, g.Max(d => d.Modified < loadedAt ? d.Modified : loadedAt.ToUniversalTime()))),
    ];

    public static string Write(OsvDocument document) => JsonSerializer.Serialize(document, SingularityJson.Default.OsvDocument);

    public static OsvDocument Read(string json) =>
        JsonSerializer.Deserialize(json, SingularityJson.Default.OsvDocument) ?? throw new JsonException("The stored advisory is the JSON value null.");
}
