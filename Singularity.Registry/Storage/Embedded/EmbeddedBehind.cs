using Singularity.Contracts.Identity;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>Packages of which a change could not be written into the file, so that what the file holds may be older than what was acknowledged.</summary>
internal sealed class EmbeddedBehind
{
    // Beyond it nothing in the file is trusted until it has caught up.
    private const int MaxPackages = 10_000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _packages = new(StringComparer.Ordinal);
    private volatile bool _any;
    private bool _all;
    private long _changes;

    /// <param name="key">Of a package or of one of its versions.</param>
    public bool Covers(string key)
    {
        if (!_any)
        {
            return false;
        }

        lock (_gate)
        {
            return _all || _packages.Contains(PackageKey.PackageOf(key).ToString());
        }
    }

    /// <inheritdoc cref="Covers"/>
    public void Add(string key)
    {
        lock (_gate)
        {
            _all |= _packages.Count >= MaxPackages;
            if (!_all)
            {
                _packages.Add(PackageKey.PackageOf(key).ToString());
            }

            _changes++;
            _any = true;
        }
    }

    /// <summary>Null when nothing was missed; Packages is null when all are concerned.</summary>
    public (IReadOnlyList<string>? Packages, long Changes)? Read()
    {
        if (!_any)
        {
            return null;
        }

        lock (_gate)
        {
            return (_all ? null : [.. _packages], _changes);
        }
    }

    /// <summary>The file no longer holds any of them. Where more was missed since they were read, all of it stays for the next time.</summary>
    public void Clear(long changes)
    {
        lock (_gate)
        {
            if (changes == _changes)
            {
                _packages.Clear();
                _any = _all = false;
            }
        }
    }
}
