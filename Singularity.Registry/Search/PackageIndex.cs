using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Vectors;

namespace Singularity.Registry.Search;

/// <summary>The index of packages and that of snippets: a word is rare or common among its like, and the two share their memory.</summary>
internal sealed class PackageIndex : IDisposable
{
    /// <summary>Documents between which searches may go on.</summary>
    private const int Slice = 200;

    private readonly Lock _changing = new();
    private readonly Dictionary<string, int> _snippets = new(StringComparer.Ordinal);
    private readonly IndexOptions _options;

    public PackageIndex(IndexOptions options, SearchModel model)
    {
        (_options, Model) = (options, model);
        Packages = new SearchIndex(options, model.Encoder, model.Other);
        // Nobody mentions a snippet by its title.
        Snippets = new SearchIndex(options.WithoutAnchors(), model.Encoder, model.Other);
    }

    public SearchModel Model { get; }

    public SearchIndex Packages { get; }

    public SearchIndex Snippets { get; }

    public long Bytes => Packages.Bytes + Snippets.Bytes;

    /// <summary>Adds packages, or replaces those with the same ids; false when the memory does not suffice.</summary>
    public bool PutPackages(IReadOnlyList<IndexDocument> packages) => Packages.Put(packages) == packages.Count && Bytes <= _options.MemoryBytes;

    public void RemovePackage(Ecosystem ecosystem, string name) => Packages.Remove([IndexDocuments.Id(ecosystem, name)]);

    /// <summary>Replaces the snippets of one version; false when the memory does not suffice.</summary>
    public bool PutSnippets(PackageRecord package, IReadOnlyList<Snippet> snippets)
    {
        lock (_changing)
        {
            var key = PackageKey.For(package.Ecosystem, package.Name, package.Version);
            var documents = IndexDocuments.Of(package, snippets);
            RemoveSnippets(key, documents.Count);
            _snippets[key] = documents.Count;
            foreach (var slice in documents.Chunk(Slice))
            {
                if (Snippets.Put(slice) < slice.Length)
                {
                    return false;
                }

                Snippets.Settle();
            }

            return Bytes <= _options.MemoryBytes;
        }
    }

    public void RemoveSnippets(Ecosystem ecosystem, string name, string version)
    {
        lock (_changing)
        {
            var key = PackageKey.For(ecosystem, name, version);
            RemoveSnippets(key, 0);
            _snippets.Remove(key);
        }
    }

    /// <summary>Brings both up to date, so that the next search need not.</summary>
    public void Settle()
    {
        Packages.Settle();
        Snippets.Settle();
    }

    public void Dispose()
    {
        Packages.Dispose();
        Snippets.Dispose();
    }

    private void RemoveSnippets(string key, int from)
    {
        var held = _snippets.GetValueOrDefault(key);
        if (held > from)
        {
            Snippets.Remove([.. Enumerable.Range(from, held - from).Select(number => $"{key}#{number}")]);
        }
    }
}
