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
    private readonly List<float> _popularities = [];
    private readonly SortedSet<int> _free = [];
    private readonly Mentions _mentions = new();
    private readonly HashSet<int> _unread = [];
    private readonly bool _takesVectors;
    private readonly SortedSet<int> _lacking = [];
    private long _entryBytes;

    /// <param name="takesVectors">Vectors are given, by <see cref="SetVector(string, ReadOnlySpan{float})"/>, and none is made.</param>
    public IndexState(IndexOptions options, StaticEncoder? encoder, bool takesVectors = false)
    {
        (Options, _encoder, _takesVectors) = (options, encoder, takesVectors);
        Space = encoder is null ? null : StemSpace.Of(encoder);
        Terms = new TermTable(Space);
        Vectors = encoder is null || takesVectors ? null : new VectorRows(encoder.Dimensions);
        Compounds = encoder is null ? null : new CompoundWords(encoder);
    }

    public IndexOptions Options { get; }

    public TermTable Terms { get; }

    public StemSpace? Space { get; }

    /// <summary>Null while there is none.</summary>
    public VectorRows? Vectors { get; private set; }

    public CompoundWords? Compounds { get; }

    public NameLookup Names { get; } = new();

    public ReadOnlySpan<Entry?> Entries => CollectionsMarshal.AsSpan(_entries);

    public ReadOnlySpan<SlotFacts> Facts => CollectionsMarshal.AsSpan(_facts);

    /// <summary>The factors of <see cref="Facts"/> alone, for those who need all of them.</summary>
    public ReadOnlySpan<float> Popularities => CollectionsMarshal.AsSpan(_popularities);

    public int Count => _slots.Count;

    /// <summary>Documents that wait for a vector to be given.</summary>
    public int Lacking => _lacking.Count;

    public long NameLengths { get; private set; }

    public long SummaryLengths { get; private set; }

    public long BodyLengths { get; private set; }

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
            _popularities.Add(0);
        }
        else
        {
            _free.Remove(slot);
        }

        // The body is not kept: the numbers of its terms are all that is asked of it again.
        var entry = new Entry(document with { Body = "" }, new DocumentTerms(document, Compounds), slot, Terms);
        _entries[slot] = entry;
        var popularity = 1 + (Options.PopularityShare * entry.Popularity);
        _popularities[slot] = popularity;
        _facts[slot] = new SlotFacts(popularity, (ushort)entry.NameLength, (ushort)entry.SummaryLength, (ushort)entry.BodyLength);
        _slots.Add(document.Id, slot);
        Names.Add(document.Name, slot);
        if (Options.Anchors > 0)
        {
            _mentions.Add(slot, document);
        }

        _unread.Add(slot);
        if (_takesVectors && document.HasVector)
        {
            _lacking.Add(slot);
        }

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

        if (Options.Anchors > 0)
        {
            _mentions.Remove(slot, entry.Document);
        }

        Names.Remove(entry.Document.Name, slot);
        Vectors?.Clear(slot);
        _unread.Remove(slot);
        _lacking.Remove(slot);
        _entries[slot] = null;
        _facts[slot] = default;
        _popularities[slot] = 0;
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
            MakeVector(slot, entry);
        }

        _mentions.Settle();
        _unread.Clear();
    }

    /// <summary>Documents that wait for a vector, at most so many.</summary>
    public IReadOnlyList<IndexDocument> ReadLacking(int most) => [.. _lacking.Take(most).Select(slot => _entries[slot]!.Document)];

    /// <summary>Gives a document its vector; empty for a text that has none. A document that is not there any more is passed over.</summary>
    /// <exception cref="ArgumentException">It has another length than the others.</exception>
    public void SetVector(string id, ReadOnlySpan<float> vector)
    {
        if (!_slots.TryGetValue(id, out var slot))
        {
            return;
        }

        _lacking.Remove(slot);
        if (vector.IsEmpty)
        {
            Vectors?.Clear(slot);
            return;
        }

        Vectors ??= new VectorRows(vector.Length);
        Vectors.Set(slot, vector);
    }

    /// <summary>Writes the query's vector, where its documents have vectors of the same model.</summary>
    public bool TryReadVector(IndexQuery query, ReadOnlySpan<char> text, out ReadOnlyMemory<float> vector)
    {
        vector = default;
        if (_takesVectors)
        {
            vector = query.Vector;
            return Vectors is not null && vector.Length == Vectors.Dimensions;
        }

        if (_encoder is null)
        {
            return false;
        }

        var own = new float[_encoder.Dimensions];
        vector = own;
        return _encoder.TryEncode(text, own);
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

    private void MakeVector(int slot, Entry entry)
    {
        if (_encoder is null || _takesVectors || !entry.Document.HasVector)
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
