using Singularity.Contracts.Identity;

namespace Singularity.Registry.Tiers.Memory;

/// <summary>
/// The newest revisions that were heard of, of the packages that changed last. A write of this instance reaches its own copies a moment after it is committed; what another
/// has changed or deleted in that moment must not come back by it.
/// </summary>
internal sealed class HeardChanges
{
    // Many times what changes in such a moment. Of those before as many are known at least.
    private const int Most = 4_096;

    private readonly Lock _gate = new();
    private Dictionary<string, long> _recent = new(StringComparer.Ordinal);
    private Dictionary<string, long> _before = new(StringComparer.Ordinal);

    /// <param name="key">Of a package or of one of its versions.</param>
    public void Add(string key, long revision)
    {
        var package = PackageKey.PackageOf(key).ToString();
        lock (_gate)
        {
            if (_recent.Count >= Most && !_recent.ContainsKey(package))
            {
                (_before, _recent) = (_recent, new Dictionary<string, long>(StringComparer.Ordinal));
            }

            _recent[package] = Math.Max(revision, Newest(package));
        }
    }

    /// <summary>Whether nothing newer was heard of the package. What was written without PostgreSQL has revision 0 and nothing to be compared with.</summary>
    public bool IsNewest(string key, long revision)
    {
        if (revision == 0)
        {
            return true;
        }

        var package = PackageKey.PackageOf(key).ToString();
        lock (_gate)
        {
            return Newest(package) <= revision;
        }
    }

    private long Newest(string package) => Math.Max(_recent.GetValueOrDefault(package), _before.GetValueOrDefault(package));
}
