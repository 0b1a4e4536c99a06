namespace Singularity.Registry.Search.Index;

internal enum IndexMode
{
    /// <summary>Words alone.</summary>
    Keyword,

    /// <summary>Vectors alone.</summary>
    Semantic,

    /// <summary>Both, and the match of words that mean the same.</summary>
    Hybrid,
}

/// <summary>What is looked for.</summary>
/// <param name="Text">At most <see cref="MostCharacters"/> of it are read.</param>
/// <param name="Limit">Hits, 1 to <see cref="MostHits"/>; brought between them.</param>
/// <param name="Accepts">Which documents may be hits; null means all.</param>
/// <param name="Vector">The text's, by the model of the documents' own vectors; an index that makes its vectors makes this one too.</param>
internal sealed record IndexQuery(
    string Text, IndexMode Mode = IndexMode.Hybrid, int Limit = 10, Func<IndexDocument, bool>? Accepts = null, ReadOnlyMemory<float> Vector = default)
{
    public const int MostCharacters = 1000;
    public const int MostHits = 1000;
}
