using System.Text.Json;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>Reads records and snippets of the embedded file, within <see cref="EmbeddedDatabase.Read"/>, and holds them against their checksums.</summary>
internal sealed class EmbeddedReader(EmbeddedDatabase database)
{
    /// <summary>The entry of a <see cref="PackageKey"/>, or null.</summary>
    public PackageEntry? Read(string key)
    {
        if (key.AsSpan().Count('.') == 2)
        {
            return ReadVersion(key);
        }

        var head = database.PackageDocuments.Find(key, static package => package[nameof(EmbeddedPackage.HeadVersion)].AsString);
        return head is not null && PackageKey.Parse(key) is var (ecosystem, name, _) ? ReadVersion(PackageKey.For(ecosystem, name, head)) : null;
    }

    public PackageEntry ToEntry(EmbeddedVersion version)
    {
        Verify(version.Id, version.Record, version.Checksum);
        return new PackageEntry(version.Version, DateTimeOffset.FromUnixTimeMilliseconds(version.ValidatedAt), version.Revision, version.Record);
    }

    public IReadOnlyList<Snippet> ReadSnippets(string versionId) => database.Snippets.FindById(versionId) is { } held ? ToSnippets(held) : [];

    /// <summary>The snippets, if they are what was stored.</summary>
    public IReadOnlyList<Snippet> ToSnippets(EmbeddedSnippets held)
    {
        Verify(held.Id, held.Json, held.Checksum);
        return JsonSerializer.Deserialize(held.Json, SingularityJson.Default.IReadOnlyListSnippet) ?? [];
    }

    private PackageEntry? ReadVersion(string id)
    {
        if (database.VersionDocuments.Find(id, static version => (Entry: EmbeddedVersion.ReadEntry(version), Checksum: EmbeddedVersion.ReadChecksum(version))) is not { Entry: { } entry } read)
        {
            return null;
        }

        Verify(id, entry.Record.Span, read.Checksum);
        return entry;
    }

    private void Verify(string id, ReadOnlySpan<byte> content, int checksum)
    {
        if (checksum != 0 && checksum != ContentChecksum.Of(content))
        {
            throw EmbeddedFileException.Damaged(database.Path, $"What it holds of {id} is not what was stored.");
        }
    }
}
