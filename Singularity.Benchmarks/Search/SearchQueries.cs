using Singularity.Benchmarks.Retrieval;

namespace Singularity.Benchmarks.Search;

/// <summary>Queries as people write them: the needs of the data set, and a few words in a row of packages' own summaries.</summary>
internal static class SearchQueries
{
    private const int Seed = 20260;
    private const int FewestWords = 2;
    private const int MostWords = 6;

    public static IReadOnlyList<string> Make(RetrievalSet set, int count)
    {
        var random = new Random(Seed);
        var queries = set.Questions.Take(count).Select(static question => question.Text).ToList();
        while (queries.Count < count)
        {
            var words = set.Documents[random.Next(set.Documents.Count)].Summary.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= FewestWords)
            {
                var length = Math.Min(words.Length, random.Next(FewestWords, MostWords + 1));
                var start = random.Next(words.Length - length + 1);
                queries.Add(string.Join(' ', words[start..(start + length)]));
            }
        }

        // The needs among the others, so that no part of the run has one kind.
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(queries));
        return queries;
    }
}
