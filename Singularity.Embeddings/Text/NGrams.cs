namespace Singularity.Embeddings.Text;

/// <summary>
/// The buckets of a word's character n-grams, as fastText makes them (Bojanowski et al., "Enriching Word Vectors with Subword Information",
/// 2017): the word stands between &lt; and &gt;; a bucket is the n-gram's 32-bit FNV-1a hash over its UTF-16 units, modulo the buckets.
/// </summary>
internal static class NGrams
{
    /// <summary>Writes the buckets, repeated ones too; returns how many. Stops when <paramref name="found"/> is full.</summary>
    public static int Find(ReadOnlySpan<char> word, int shortest, int longest, int buckets, Span<int> found)
    {
        Span<char> marked = stackalloc char[WordTable.LongestWord + 2];
        marked[0] = '<';
        word.CopyTo(marked[1..]);
        marked[word.Length + 1] = '>';
        marked = marked[..(word.Length + 2)];

        var count = 0;
        for (var start = 0; start + shortest <= marked.Length; start++)
        {
            var hash = Fnv.Start;
            var end = Math.Min(longest, marked.Length - start);
            for (var length = 1; length <= end; length++)
            {
                hash = Fnv.Add(Fnv.Add(hash, (byte)marked[start + length - 1]), (byte)(marked[start + length - 1] >> 8));
                if (length < shortest)
                {
                    continue;
                }

                if (count == found.Length)
                {
                    return count;
                }

                found[count++] = (int)(hash % (uint)buckets);
            }
        }

        return count;
    }
}
