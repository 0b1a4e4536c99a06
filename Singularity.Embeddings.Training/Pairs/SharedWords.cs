namespace Singularity.Embeddings.Training.Pairs;

/// <summary>Draws packages that share a word which is neither rare nor everywhere.</summary>
internal sealed class SharedWords
{
    private const int MostPackages = 3000;

    private readonly Dictionary<int, List<int>> _packages = [];
    private readonly int[][] _words;

    /// <param name="words">Each package's words.</param>
    public SharedWords(IReadOnlyList<int[]> words, int group)
    {
        for (var package = 0; package < words.Count; package++)
        {
            foreach (var word in words[package].Distinct())
            {
                (_packages.TryGetValue(word, out var packages) ? packages : _packages[word] = []).Add(package);
            }
        }

        _words = [.. words.Select(of => of.Distinct().Where(word => _packages[word].Count >= group && _packages[word].Count <= MostPackages).ToArray())];
    }

    public IEnumerable<int> Draw(Random random, int count)
    {
        var first = random.Next(_words.Length);
        yield return first;
        var word = _words[first] is { Length: > 0 } shared ? shared[random.Next(shared.Length)] : -1;
        for (var i = 1; i < count; i++)
        {
            yield return word < 0 ? random.Next(_words.Length) : _packages[word][random.Next(_packages[word].Count)];
        }
    }
}
