using Singularity.Contracts.Identity;
using Singularity.Registry.Storage.Coherence;

namespace Singularity.Registry.Knowledge.Weakening;

/// <summary>
/// Packages whose versions changed, each once. Nothing but names wait here, and only in memory: at the start, and when there were too many, all packages that
/// patterns cite are due.
/// </summary>
internal sealed class WeakeningQueue : WakeSignal
{
    private const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<PackageSpec> _waiting = new();
    private readonly HashSet<PackageSpec> _known = [];
    private bool _all = true;

    /// <param name="purl">Of any version.</param>
    public void Add(string purl)
    {
        if (PackageUrl.Parse(purl, out _) is not { } version)
        {
            return;
        }

        var package = version with { Version = null };
        lock (_lock)
        {
            if (_known.Count == Most)
            {
                _all = true;
            }
            else if (_known.Add(package))
            {
                _waiting.Enqueue(package);
            }
        }

        Wake();
    }

    /// <summary>Every package that a pattern cites is due.</summary>
    public void AddAll()
    {
        lock (_lock)
        {
            _all = true;
        }
    }

    /// <summary>Whether all are due; from here on they are not.</summary>
    public bool TakeAll()
    {
        lock (_lock)
        {
            (var all, _all) = (_all, false);
            return all;
        }
    }

    /// <summary>The next package, without a version; null when none waits.</summary>
    public PackageSpec? Take()
    {
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out var package))
            {
                return null;
            }

            _known.Remove(package);
            return package;
        }
    }
}
