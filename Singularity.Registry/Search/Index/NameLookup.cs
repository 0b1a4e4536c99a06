namespace Singularity.Registry.Search.Index;

/// <summary>Documents by name in lower case: the whole of it, or how it begins.</summary>
internal sealed class NameLookup
{
    private static readonly Comparer<(string Name, int Slot)> Order = Comparer<(string Name, int Slot)>.Create(static (left, right) =>
        string.CompareOrdinal(left.Name, right.Name) is not 0 and var names ? names : left.Slot.CompareTo(right.Slot));

    private readonly SortedSet<(string Name, int Slot)> _names = new(Order);

    public void Add(string name, int slot) => _names.Add((Mentions.Normal(name), slot));

    public void Remove(string name, int slot) => _names.Remove((Mentions.Normal(name), slot));

    public IEnumerable<int> Exact(string name) =>
        _names.GetViewBetween((Mentions.Normal(name), 0), (Mentions.Normal(name), int.MaxValue)).Select(static n => n.Slot);

    /// <summary>Those that begin with the text and go on, at most <paramref name="most"/> in the order of names.</summary>
    public IEnumerable<int> Prefix(string text, int most) =>
        _names.GetViewBetween((Mentions.Normal(text) + '\0', 0), (Mentions.Normal(text) + '\uffff', int.MaxValue)).Take(most).Select(static n => n.Slot);
}
