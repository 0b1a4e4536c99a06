using Singularity.Embeddings.Training.Corpus;

namespace Singularity.Embeddings.Training.Pairs;

/// <summary>Draws batches of pairs from the training text: never from questions and answers, which only measure.</summary>
internal sealed class PairSource
{
    private const int ShortestForHalves = 4;
    private const int MostWords = 32;

    private readonly WordBook _book;
    private readonly TrainingParameters _parameters;
    private readonly Random _random;
    private readonly int[][] _summaries;
    private readonly int[][] _names;
    private readonly int[] _meanings;
    private readonly (int[] Lead, int[] Body)[] _descriptions;
    private readonly List<(int Description, int Package)> _matches;
    private readonly SharedWords _shared;

    public PairSource(WordBook book, IReadOnlyList<PackageText> packages, IReadOnlyList<PackageText> descriptions, TrainingParameters parameters)
    {
        _book = book;
        _parameters = parameters;
        _random = new Random(parameters.Seed);
        // A monorepo's packages often share one summary; it is learned once.
        var distinct = packages.Where(static p => p.Summary.Length > 0).DistinctBy(static p => p.Summary, StringComparer.OrdinalIgnoreCase).ToList();
        _summaries = [.. distinct.Select(p => book.Read(p.Summary))];
        _names = [.. distinct.Select(p => book.Read(p.Name))];
        _meanings = [.. Enumerable.Range(0, distinct.Count)];
        _descriptions = [.. descriptions.Select(d => (book.Read(d.Summary), book.Read(d.Body)))];
        _matches = DescriptionMatches.Find(descriptions, distinct);
        _shared = new SharedWords(_summaries, parameters.Group);
    }

    public int Packages => _summaries.Length;

    public int Matches => _matches.Count;

    public TextPair[] Draw()
    {
        var pairs = new List<TextPair>(_parameters.Batch);
        while (pairs.Count < _parameters.Batch)
        {
            foreach (var package in _shared.Draw(_random, _parameters.Group))
            {
                if (Pair(package) is { Left.Length: > 0, Right.Length: > 0 } pair && pairs.Count < _parameters.Batch)
                {
                    pairs.Add(pair);
                }
            }
        }

        return [.. pairs];
    }

    private TextPair Pair(int package)
    {
        var kind = _random.NextDouble();
        if ((kind -= _parameters.DescriptionShare) < 0 && _matches.Count > 0)
        {
            var (description, matched) = _matches[_random.Next(_matches.Count)];
            var (lead, body) = _descriptions[description];
            var text = _random.Next(2) == 0 ? lead : Some([.. lead, .. body]);
            return Of(text, _random.Next(4) == 0 ? [.. _summaries[matched], .. _names[matched]] : _summaries[matched], matched);
        }

        if ((kind -= _parameters.BodyShare) < 0 && _descriptions.Length > 0)
        {
            var description = _random.Next(_descriptions.Length);
            return Of(_descriptions[description].Lead, Some(_descriptions[description].Body), -1 - description);
        }

        return kind - _parameters.NameShare < 0 || _summaries[package].Length < ShortestForHalves
            ? Of(_names[package], _summaries[package], package)
            : Halves(package);
    }

    private TextPair Halves(int package)
    {
        var words = (int[])_summaries[package].Clone();
        _random.Shuffle(words);
        var (left, right) = (words[..(words.Length / 2)], words[(words.Length / 2)..]);
        return Of(left, _random.NextDouble() < _parameters.HalfNameShare ? [.. right, .. _names[package]] : right, package);
    }

    private TextPair Of(int[] left, int[] right, int meaning) => new(AsGrams(left), AsGrams(right), meaning);

    private int[] Some(int[] words)
    {
        if (words.Length <= MostWords)
        {
            return words;
        }

        var start = _random.Next(words.Length - MostWords);
        return words[start..(start + MostWords)];
    }

    private int[] AsGrams(int[] words) => [.. words.Take(2 * MostWords).Select(word => word < _book.Known && _random.NextDouble() < _parameters.GramShare ? ~word : word)];
}
