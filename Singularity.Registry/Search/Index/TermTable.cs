using System.Runtime.InteropServices;

namespace Singularity.Registry.Search.Index;

/// <summary>Every stem that some document has. A stem that none has any more gives its number to the next new one.</summary>
internal sealed class TermTable(StemSpace? space)
{
    // The entry, its text, its list and its places in the tables, roughly.
    private const int TermBytes = 240;

    private readonly Dictionary<string, Term> _terms = new(StringComparer.Ordinal);
    private readonly List<Term?> _byId = [];
    private readonly Stack<int> _free = [];
    private long _postingBytes;

    public int Count => _terms.Count;

    public long Bytes => ((long)_terms.Count * TermBytes) + _postingBytes;

    public Term? this[int id] => _byId[id];

    public Term? Find(string text) => _terms.GetValueOrDefault(text);

    public Term GetOrAdd(string text)
    {
        ref var term = ref CollectionsMarshal.GetValueRefOrAddDefault(_terms, text, out var exists);
        if (exists)
        {
            return term!;
        }

        term = new Term(_free.TryPop(out var free) ? free : _byId.Count, text, space?.Row(text) ?? -1);
        if (term.Id == _byId.Count)
        {
            _byId.Add(term);
        }
        else
        {
            _byId[term.Id] = term;
        }

        return term;
    }

    public void Set(PostingList list, int slot, uint counts)
    {
        var before = list.Bytes;
        list.Set(slot, counts);
        _postingBytes += list.Bytes - before;
    }

    public void Remove(Term term, PostingList list, int slot)
    {
        list.Remove(slot);
        if (term.IsUnused)
        {
            _postingBytes -= term.Own.Bytes + term.Anchors.Bytes;
            _terms.Remove(term.Text);
            _byId[term.Id] = null;
            _free.Push(term.Id);
        }
    }
}
