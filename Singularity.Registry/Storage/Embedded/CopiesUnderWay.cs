using Singularity.Contracts.Identity;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>
/// Packages of which something that was read elsewhere, or written into PostgreSQL, is just being copied into the file. Who tells the file of a change and does not find what
/// is on its way knows by this that it may arrive.
/// </summary>
internal sealed class CopiesUnderWay
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<long>> _packages = new(StringComparer.Ordinal);

    /// <summary>Whether one of an older revision is under way.</summary>
    /// <param name="key">Of a package or of one of its versions.</param>
    public bool AnyBefore(string key, long revision)
    {
        lock (_gate)
        {
            return _packages.Count > 0 && _packages.TryGetValue(PackageKey.PackageOf(key).ToString(), out var revisions) && revisions.Exists(held => held < revision);
        }
    }

    /// <summary>Before the copy asks whether it is current, so that a change is seen either here or by that question.</summary>
    public void Begin(string key, long revision)
    {
        lock (_gate)
        {
            var package = PackageKey.PackageOf(key).ToString();
            if (!_packages.TryGetValue(package, out var revisions))
            {
                _packages.Add(package, revisions = []);
            }

            revisions.Add(revision);
        }
    }

    /// <summary>After it is in the file, or is given up.</summary>
    public void End(string key, long revision)
    {
        lock (_gate)
        {
            var package = PackageKey.PackageOf(key).ToString();
            if (_packages.TryGetValue(package, out var revisions) && revisions.Remove(revision) && revisions.Count == 0)
            {
                _packages.Remove(package);
            }
        }
    }
}
