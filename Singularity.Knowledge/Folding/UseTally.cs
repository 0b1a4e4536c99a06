using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Folding;

/// <summary>Counts uses by instance and day. Whole numbers, so that the order of adding leaves no trace.</summary>
internal sealed class UseTally
{
    private readonly SortedDictionary<string, (long Successes, long Failures)> _byInstance = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, (long Successes, long Failures)> _byDay = [];

    public void Add(string instanceId, int day, long successes, long failures)
    {
        AddInstance(instanceId, successes, failures);
        AddDay(day, successes, failures);
    }

    public void Add(PatternUses other)
    {
        foreach (var (instance, successes, failures) in other.ByInstance)
        {
            AddInstance(instance, successes, failures);
        }

        foreach (var (day, successes, failures) in other.ByDay)
        {
            AddDay(day, successes, failures);
        }
    }

    public void Add(UseTally other)
    {
        foreach (var (instance, (successes, failures)) in other._byInstance)
        {
            AddInstance(instance, successes, failures);
        }

        foreach (var (day, (successes, failures)) in other._byDay)
        {
            AddDay(day, successes, failures);
        }
    }

    public PatternUses ToUses() => _byDay.Count == 0
        ? PatternUses.None
        : new PatternUses(
            _byDay.Values.Sum(static of => of.Successes),
            _byDay.Values.Sum(static of => of.Failures),
            [.. _byInstance.Select(static of => new InstanceUses(of.Key, of.Value.Successes, of.Value.Failures))],
            [.. _byDay.Select(static of => new DayUses(of.Key, of.Value.Successes, of.Value.Failures))]);

    private void AddInstance(string instanceId, long successes, long failures)
    {
        var known = _byInstance.GetValueOrDefault(instanceId);
        _byInstance[instanceId] = (known.Successes + successes, known.Failures + failures);
    }

    private void AddDay(int day, long successes, long failures)
    {
        var known = _byDay.GetValueOrDefault(day);
        _byDay[day] = (known.Successes + successes, known.Failures + failures);
    }
}
