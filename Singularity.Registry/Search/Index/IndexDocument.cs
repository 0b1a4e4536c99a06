using Singularity.Contracts.Packages;

namespace Singularity.Registry.Search.Index;

/// <summary>What can be found.</summary>
/// <param name="Id">Replaces what has the same one.</param>
/// <param name="Name">A package's or a symbol's.</param>
/// <param name="Summary">A sentence or two.</param>
/// <param name="Keywords">As the authors give them; read like the summary.</param>
/// <param name="Body">Long text or code; the first <see cref="DocumentTerms.MostBodyTerms"/> words count, and by keyword only.</param>
/// <param name="Downloads">A month.</param>
/// <param name="Facts">What filters and penalties ask; null where nothing is filtered.</param>
/// <param name="HasVector">False for what is found by words alone.</param>
/// <param name="Snippet">What is carried along for snippets; null for packages.</param>
internal sealed record IndexDocument(
    string Id, string Name, string Summary, string Keywords = "", string Body = "", long Downloads = 0, DocumentFacts? Facts = null,
    bool HasVector = true, IndexedSnippet? Snippet = null);

/// <summary>A snippet as the index keeps it: packed, since few are ever shown.</summary>
/// <param name="Json">The whole snippet.</param>
internal sealed record IndexedSnippet(SnippetKind Kind, string? Language, byte[] Json)
{
    private const int FixedBytes = 72;

    public long Bytes => FixedBytes + Json.Length;
}
