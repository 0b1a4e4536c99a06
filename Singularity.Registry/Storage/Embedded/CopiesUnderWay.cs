using Singularity.Contracts.Identity;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>
/// Packages of which something that was read elsewhere is just being copied into the file. Who tells the file of a change and does not find what is on its way knows by
/// this that it may arrive.
/// </summary>
internal sealed class CopiesUnderWay
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _packages = new(StringComparer.Ordinal);

    /// <param name="key">Of a package or of one of its versions.</param>
    public bool Any(string key)
    {
        lock (_gate)
        {
            return _packages.Count > 0 && _packages.ContainsKey(PackageKey.PackageOf(key).ToString());
        }
    }

    /// <summary>Before the copy asks whether it is current, so that a change is seen either here or by that question.</summary>
    public void Begin(string key)
    {
        lock (_gate)
        {
            var package = PackageKey.PackageOf(key).ToString();
            _packages[package] = _packages.GetValueOrDefault(package) + 1;
        }
    }

    /// <summary>After it is in the file, or is given up.</summary>
    public void End(string key)
    {
        lock (_gate)
        {
            var package = PackageKey.PackageOf(key).ToString();
            if (--_packages[package] == 0)
            {
                _packages.Remove(package);
            }
        }
    }
}
