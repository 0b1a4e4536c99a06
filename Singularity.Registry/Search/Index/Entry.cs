namespace Singularity.Registry.Search.Index;

/// <summary>A document in the index.</summary>
internal sealed class Entry
{
    // Entry, record, array headers, and its places in the tables by id and by name, roughly.
    private const int FixedBytes = 440;

    private readonly int _core;

    /// <summary>Enters the document's terms under the slot.</summary>
    public Entry(IndexDocument document, DocumentTerms read, int slot, TermTable terms)
    {
        Document = document;
        (NameLength, SummaryLength, BodyLength) = (read.NameLength, read.SummaryLength, read.BodyLength);
        Popularity = MathF.Log10(1 + Math.Max(0, document.Downloads));
        // Those of name and summary first.
        var ordered = read.Counts.OrderBy(static c => Fields.IsCore(c.Value) ? 0 : 1).ToList();
        _core = ordered.Count(static c => Fields.IsCore(c.Value));
        Terms = new int[ordered.Count];
        for (var i = 0; i < Terms.Length; i++)
        {
            var term = terms.GetOrAdd(ordered[i].Key);
            terms.Set(term.Own, slot, ordered[i].Value);
            Terms[i] = term.Id;
        }
    }

    public IndexDocument Document { get; }

    /// <summary>The numbers of all its own terms, each once.</summary>
    public int[] Terms { get; }

    /// <summary>The numbers of the terms of name and summary.</summary>
    public ReadOnlySpan<int> Core => Terms.AsSpan(0, _core);

    /// <summary>The numbers of the terms that others use of it.</summary>
    public int[] Anchors { get; set; } = [];

    public int NameLength { get; }

    public int SummaryLength { get; }

    public int BodyLength { get; }

    /// <summary>log10(1 + downloads).</summary>
    public float Popularity { get; }

    public long Bytes => FixedBytes + (2L * (Document.Id.Length + Document.Name.Length + Document.Summary.Length + Document.Keywords.Length))
        + (4L * (Terms.Length + Anchors.Length)) + (Document.Snippet?.Bytes ?? 0);
}
