using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Tiers;

/// <summary>Packages that the registry said it does not have, remembered for a short while so that a typo in a loop costs one request.</summary>
internal sealed class MissingPackages(IOptions<TierOptions> options, TimeProvider timeProvider)
{
    private const int MaxEntries = 10_000;

    private readonly ConcurrentDictionary<PackageSpec, (string Message, long Since)> _known = new();

    public string? Find(PackageSpec spec) =>
        _known.TryGetValue(spec, out var known) && timeProvider.GetElapsedTime(known.Since) < options.Value.NegativeAge ? known.Message : null;

    public void Remember(PackageSpec spec, string message)
    {
        if (_known.Count >= MaxEntries)
        {
            _known.Clear();
        }

        _known[spec] = (message, timeProvider.GetTimestamp());
    }

    public void Forget(Ecosystem ecosystem, string name)
    {
        foreach (var spec in _known.Keys.Where(spec => spec.Ecosystem == ecosystem && spec.Name == name))
        {
            _known.TryRemove(spec, out _);
        }
    }
}
