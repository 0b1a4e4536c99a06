using System.Collections.Frozen;

namespace Singularity.Registry.Search.Text;

/// <summary>English function words, which say nothing about what a text is about. Compared before stemming.</summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> Words = (
        "a about after all also an and any are as at be because been before being between both but by can could did do does doing down during each few for "
        + "from further had has have having he her here hers him his how i if in into is it its itself just me more most my no nor not of off on once only or other "
        + "our ours out over own same she should so some such than that the their theirs them then there these they this those through to too under until up "
        + "very was we were what when where which while who whom why will with would you your yours").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Contains(ReadOnlySpan<char> word) => Lookup.Contains(word);
}
