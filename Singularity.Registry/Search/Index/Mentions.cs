namespace Singularity.Registry.Search.Index;

/// <summary>Which documents mention which names in their summaries, and which names' mentions changed.</summary>
internal sealed class Mentions
{
    private const int EntryBytes = 280;
    private const int MostPerDocument = 64;

    private readonly Dictionary<string, PostingList> _mentions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private long _postingBytes;

    public long Bytes => (_mentions.Count * (long)EntryBytes) + _postingBytes;

    public IReadOnlySet<string> Changed => _changed;

    public ReadOnlySpan<int> Of(string name) => _mentions.TryGetValue(Normal(name), out var slots) ? slots.Slots : [];

    public void Add(int slot, IndexDocument document)
    {
        foreach (var name in Names(document))
        {
            if (!_mentions.TryGetValue(name, out var slots))
            {
                _mentions.Add(name, slots = new PostingList());
            }

            var before = slots.Bytes;
            slots.Set(slot, 1);
            _postingBytes += slots.Bytes - before;
            _changed.Add(name);
        }
    }

    public void Remove(int slot, IndexDocument document)
    {
        foreach (var name in Names(document))
        {
            if (_mentions.TryGetValue(name, out var slots))
            {
                slots.Remove(slot);
                _changed.Add(name);
                if (slots.Count == 0)
                {
                    _postingBytes -= slots.Bytes;
                    _mentions.Remove(name);
                }
            }
        }
    }

    public void Settle() => _changed.Clear();

    public static string Normal(string name) => name.ToLowerInvariant();

    /// <summary>The summary's tokens between blanks without the punctuation around them, which is how names stand in prose.</summary>
    public static HashSet<string> Names(IndexDocument document)
    {
        var own = Normal(document.Name);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var range in document.Summary.AsSpan().SplitAny(" \t\r\n,;:()[]{}<>\"'`|!?*"))
        {
            var token = document.Summary.AsSpan(range).Trim(".-/_#~=+&");
            if (token.Length is >= 2 and <= 100 && names.Count < MostPerDocument)
            {
                names.Add(Normal(token.ToString()));
                if (token.EndsWith(".js", StringComparison.OrdinalIgnoreCase))
                {
                    names.Add(Normal(token[..^3].ToString()));
                }
            }
        }

        names.RemoveWhere(name => name == own || Text.StopWords.Contains(name));
        return names;
    }
}
