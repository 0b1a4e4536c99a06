namespace Singularity.Registry.Search.Index;

/// <summary>What can be found.</summary>
/// <param name="Id">Replaces what has the same one.</param>
/// <param name="Name">A package's or a symbol's.</param>
/// <param name="Summary">A sentence or two.</param>
/// <param name="Keywords">As the authors give them; read like the summary.</param>
/// <param name="Body">Long text or code; the first <see cref="DocumentTerms.MostBodyTerms"/> words count, and by keyword only.</param>
/// <param name="Downloads">A month.</param>
/// <param name="Facts">What filters and penalties ask; null where nothing is filtered.</param>
internal sealed record IndexDocument(string Id, string Name, string Summary, string Keywords = "", string Body = "", long Downloads = 0, DocumentFacts? Facts = null);
