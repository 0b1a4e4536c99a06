using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Folding;

/// <summary>Counts uses by instance and day. Whole numbers, so that the order of adding leaves no trace.</summary>
internal sealed class UseTally
{
    private readonly SortedDictionary<string, (long Successes, long Failures)> _byInstance = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, (long Successes, long Failures)> _byDay = [];

    public void Add(string instanceId, int day, long successes, long failures)
    {
        var ofInstance = _byInstance.GetValueOrDefault(instanceId);
        _byInstance[instanceId] = (ofInstance.Successes + successes, ofInstance.Failures + failures);
        var ofDay = _byDay.GetValueOrDefault(day);
        _byDay[day] = (ofDay.Successes + successes, ofDay.Failures + failures);
    }

    public void Add(UseTally other)
    {
        foreach (var (instance, (successes, failures)) in other._byInstance)
        {
            var mine = _byInstance.GetValueOrDefault(instance);
            _byInstance[instance] = (mine.Successes + successes, mine.Failures + failures);
        }

        foreach (var (day, (successes, failures)) in other._byDay)
        {
            var mine = _byDay.GetValueOrDefault(day);
            _byDay[day] = (mine.Successes + successes, mine.Failures + failures);
        }
    }

    public PatternUses ToUses() => _byDay.Count == 0
        ? PatternUses.None
        : new PatternUses(
            _byDay.Values.Sum(static of => of.Successes),
            _byDay.Values.Sum(static of => of.Failures),
            [.. _byInstance.Select(static of => new InstanceUses(of.Key, of.Value.Successes, of.Value.Failures))],
            [.. _byDay.Select(static of => new DayUses(of.Key, of.Value.Successes, of.Value.Failures))]);
}
