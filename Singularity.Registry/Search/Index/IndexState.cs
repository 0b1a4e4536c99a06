using System.Runtime.InteropServices;
using Singularity.Embeddings;

namespace Singularity.Registry.Search.Index;

/// <summary>
/// Everything that the index holds. Its content follows from the documents that are in it, whatever came and went before. Not safe for several
/// threads: <see cref="SearchIndex"/> sees to that.
/// </summary>
internal sealed class IndexState
{
    private readonly StaticEncoder? _encoder;
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly List<Entry?> _entries = [];
    private readonly List<SlotFacts> _facts = [];
    private readonly SortedSet<int> _free = [];
    private readonly Mentions _mentions = new();
    private readonly HashSet<int> _unread = [];
    private long _entryBytes;

    public IndexState(IndexOptions options, StaticEncoder? encoder)
    {
        (Options, _encoder) = (options, encoder);
        Space = encoder is null ? null : new StemSpace(encoder);
        Terms = new TermTable(Space);
        Vectors = encoder is null ? null : new VectorRows(encoder.Dimensions);
        Compounds = encoder is null ? null : new CompoundWords(encoder);
    }

    public IndexOptions Options { get; }

    public TermTable Terms { get; }

    public StemSpace? Space { get; }

    public VectorRows? Vectors { get; }

    public CompoundWords? Compounds { get; }

    public NameLookup Names { get; } = new();

    public ReadOnlySpan<Entry?> Entries => CollectionsMarshal.AsSpan(_entries);

    public ReadOnlySpan<SlotFacts> Facts => CollectionsMarshal.AsSpan(_facts);

    public int Count => _slots.Count;

    public long NameLengths { get; private set; }

    public long SummaryLengths { get; private set; }

    public long BodyLengths { get; private set; }

    /// <summary>No document's factor for downloads exceeds it.</summary>
    public float MostPopularity { get; private set; } = 1;

    public bool IsSettled => _mentions.Changed.Count == 0 && _unread.Count == 0;

    public long Bytes => _entryBytes + Terms.Bytes + _mentions.Bytes + (Vectors?.Bytes ?? 0) + (Space?.Bytes ?? 0);

    public float Idf(int containing) => FieldWeights.Idf(Options, Count, containing);

    public void Put(IndexDocument document)
    {
        Remove(document.Id);
        var slot = _free.Count > 0 ? _free.Min : _entries.Count;
        if (slot == _entries.Count)
        {
            _entries.Add(null);
            _facts.Add(default);
        }
        else
        {
            _free.Remove(slot);
        }

        // The body is not kept: the numbers of its terms are all that is asked of it again.
        var entry = new Entry(document with { Body = "" }, new DocumentTerms(document, Compounds), slot, Terms);
        _entries[slot] = entry;
        var popularity = 1 + (Options.PopularityShare * entry.Popularity);
        MostPopularity = Math.Max(MostPopularity, popularity);
        _facts[slot] = new SlotFacts(popularity, (ushort)entry.NameLength, (ushort)entry.SummaryLength, (ushort)entry.BodyLength);
        _slots.Add(document.Id, slot);
        Names.Add(document.Name, slot);
        _mentions.Add(slot, document);
        _unread.Add(slot);
        _entryBytes += entry.Bytes;
        Lengthen(entry, 1);
    }

    public bool Remove(string id)
    {
        if (!_slots.Remove(id, out var slot))
        {
            return false;
        }

        var entry = _entries[slot]!;
        SetAnchors(slot, entry, []);
        foreach (var number in entry.Terms)
        {
            var term = Terms[number]!;
            Terms.Remove(term, term.Own, slot);
        }

        _mentions.Remove(slot, entry.Document);
        Names.Remove(entry.Document.Name, slot);
        Vectors?.Clear(slot);
        _unread.Remove(slot);
        _entries[slot] = null;
        _facts[slot] = default;
        _free.Add(slot);
        _entryBytes -= entry.Bytes;
        Lengthen(entry, -1);
        return true;
    }

    /// <summary>Brings anchors and vectors up to date with the documents.</summary>
    public void Settle()
    {
        foreach (var name in _mentions.Changed)
        {
            _unread.UnionWith(Names.Exact(name));
        }

        foreach (var slot in _unread)
        {
            var entry = _entries[slot]!;
            SetAnchors(slot, entry, AnchorWords.Choose(_mentions.Of(entry.Document.Name), _entries, Terms, entry, Options));
            SetVector(slot, entry);
        }

        _mentions.Settle();
        _unread.Clear();
    }

    private void SetAnchors(int slot, Entry entry, List<(Term Term, int Count)> anchors)
    {
        foreach (var old in entry.Anchors.Except(anchors.Select(static a => a.Term.Id)))
        {
            var term = Terms[old]!;
            Terms.Remove(term, term.Anchors, slot);
        }

        _entryBytes -= entry.Bytes;
        foreach (var (term, count) in anchors)
        {
            Terms.Set(term.AnchorsToChange(), slot, (uint)Math.Min(count, 255));
        }

        entry.Anchors = [.. anchors.Select(static a => a.Term.Id)];
        _entryBytes += entry.Bytes;
    }

    private void SetVector(int slot, Entry entry)
    {
        if (_encoder is null)
        {
            return;
        }

        Span<float> vector = stackalloc float[_encoder.Dimensions];
        if (DocumentVector.TryRead(_encoder, this, entry, vector))
        {
            Vectors!.Set(slot, vector);
        }
        else
        {
            Vectors!.Clear(slot);
        }
    }

    private void Lengthen(Entry entry, int sign)
    {
        NameLengths += sign * (long)entry.NameLength;
        SummaryLengths += sign * (long)entry.SummaryLength;
        BodyLengths += sign * (long)entry.BodyLength;
    }
}
