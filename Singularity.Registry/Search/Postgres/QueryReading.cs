using System.Text;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search.Postgres;

/// <summary>A need as it was understood: its words, its vector, and what cannot be had.</summary>
/// <param name="Mode">How it is searched: by keyword where there are no vectors.</param>
internal sealed record QueryReading(
    string Text, IndexMode Mode, IReadOnlyList<(string Text, float Weight)> Words, float[]? Vector, string? Notice, SearchView View)
{
    public bool ByKeyword => Mode != IndexMode.Semantic;

    /// <summary>The words with what they count in this corpus.</summary>
    public IReadOnlyList<QueryWord> In(Corpus corpus) =>
        [.. Words.Select(word => new QueryWord(word.Text, word.Weight * corpus.Idf(corpus.Documents(word.Text))))];

    public WordNeighbours? Neighbours(StemSpace? space, IReadOnlyList<QueryWord> words) =>
        Mode == IndexMode.Hybrid && space is not null && words.Count > 0 ? new WordNeighbours(space, words) : null;

    public static async Task<QueryReading> ReadAsync(
        SearchNeed need, SearchView view, SearchVocabulary vocabulary, QueryVectors vectors, IndexOptions options, CancellationToken cancellationToken)
    {
        // PostgreSQL holds no NUL character and no half of a pair; no word has one.
        var start = need.Text.Length > IndexQuery.MostCharacters ? need.Text[..IndexQuery.MostCharacters] : need.Text;
        var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(start)).Replace('\0', ' ');
        var words = QueryWord.Read(text, vocabulary.Compounds, options);
        if (need.Mode == IndexMode.Keyword)
        {
            return new QueryReading(text, IndexMode.Keyword, words, null, null, view);
        }

        var (vector, notice) = await vectors.ReadAsync(view, text, cancellationToken);
        return new QueryReading(text, notice is null ? need.Mode : IndexMode.Keyword, words, vector, notice, view);
    }
}
