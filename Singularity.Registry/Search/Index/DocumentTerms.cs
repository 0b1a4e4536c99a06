using System.Runtime.InteropServices;
using Singularity.Registry.Search.Text;

namespace Singularity.Registry.Search.Index;

/// <summary>A document's words: stems with their counts by field, and the fields' lengths in words.</summary>
internal sealed class DocumentTerms
{
    public const int MostNameTerms = 32;
    public const int MostSummaryTerms = 128;
    public const int MostBodyTerms = 1024;

    private readonly Dictionary<string, uint> _counts = new(StringComparer.Ordinal);

    /// <param name="compounds">Null where no vocabulary says what words are.</param>
    public DocumentTerms(IndexDocument document, CompoundWords? compounds)
    {
        NameLength = Add(document.Name, Fields.Name, MostNameTerms);
        foreach (var part in compounds?.SplitAll(document.Name) ?? [])
        {
            Add(part, Fields.Segments, 1);
        }

        SummaryLength = Add(document.Summary, Fields.Summary, MostSummaryTerms) + Add(document.Keywords, Fields.Summary, MostSummaryTerms);
        BodyLength = Add(document.Body, Fields.Body, MostBodyTerms);
    }

    public int NameLength { get; }

    public int SummaryLength { get; }

    public int BodyLength { get; }

    public IEnumerable<KeyValuePair<string, uint>> Counts => _counts;

    private int Add(string text, int field, int most)
    {
        var counts = _counts.GetAlternateLookup<ReadOnlySpan<char>>();
        var reader = new TermReader(text);
        var read = 0;
        while (read < most && reader.Next())
        {
            if (!reader.IsStopWord)
            {
                ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, reader.Term, out _);
                count = Fields.Increment(count, field);
                read++;
            }
        }

        return read;
    }
}
