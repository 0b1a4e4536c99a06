namespace Singularity.Registry.Search.Index;

/// <summary>The words of an index's documents, as a query sees them. Candidates have many words in common; not safe for several threads.</summary>
internal sealed class TextWords(IndexState state, WordNeighbours neighbours)
{
    private readonly Dictionary<int, TextWord> _known = [];

    /// <summary>As <see cref="SoftMatch.Compare"/> has it.</summary>
    public (float Cover, float Focus) Compare(Entry entry)
    {
        var core = entry.Core;
        var anchors = entry.Anchors;
        Span<TextWord> words = stackalloc TextWord[core.Length + anchors.Length];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = Of(i < core.Length ? core[i] : anchors[i - core.Length]);
        }

        return SoftMatch.Compare(neighbours, words[..core.Length], words[core.Length..]);
    }

    private TextWord Of(int number)
    {
        if (!_known.TryGetValue(number, out var word))
        {
            var term = state.Terms[number]!;
            var asked = -1;
            for (var i = 0; i < neighbours.Words.Count && asked < 0; i++)
            {
                asked = ReferenceEquals(neighbours.Words[i].Term, term) ? i : -1;
            }

            _known.Add(number, word = new TextWord(term.Row, asked, state.Idf(term.Own.Count)));
        }

        return word;
    }
}
