using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Folding;

/// <summary>Groups of patterns that are one, each known by its smallest id. Symmetric; order, repetition and cycles leave no trace.</summary>
internal sealed class UnionFind
{
    private readonly Dictionary<Ulid, Ulid> _parents = [];

    public Ulid Find(Ulid id)
    {
        var root = id;
        while (_parents.TryGetValue(root, out var parent))
        {
            root = parent;
        }

        // What was passed on the way points to the root from now on, which keeps chains short.
        while (id != root)
        {
            var next = _parents[id];
            _parents[id] = root;
            id = next;
        }

        return root;
    }

    public void Union(Ulid left, Ulid right)
    {
        left = Find(left);
        right = Find(right);
        if (left != right)
        {
            _parents[left < right ? right : left] = left < right ? left : right;
        }
    }
}
