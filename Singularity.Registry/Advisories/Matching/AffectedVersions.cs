using Singularity.Contracts.Packages;
using Singularity.Registry.Versions;

namespace Singularity.Registry.Advisories.Matching;

/// <summary>
/// Whether a version is affected: the evaluation of the OSV schema over the ecosystem's own order. What cannot be read as a version never makes a version
/// safe: such a beginning counts from the start, such an end is passed over.
/// </summary>
/// <param name="rules">Null where the ecosystem's order is not known; then only listed versions match.</param>
internal sealed class AffectedVersions(IVersionRules? rules)
{
    public bool Contains(OsvAffected affected, string version) =>
        IsListed(affected.Versions, version) || (IsVersion(version) && affected.Ranges.Any(range => IsIn(range, version)));

    /// <summary>The first fix after the version in each range that it is in, oldest first.</summary>
    public IReadOnlyList<string> Fixes(OsvAffected affected, string version)
    {
        if (!IsVersion(version))
        {
            return [];
        }

        // A version that is only listed has no range of its own; the next fix of any range is then the one to go to.
        var containing = affected.Ranges.Where(range => IsIn(range, version)).ToList();
        return InOrder((containing.Count > 0 ? containing : affected.Ranges)
            .SelectMany(range => InOrder(AllFixes(range).Where(v => Compare(v, version) > 0)).Take(1)));
    }

    /// <summary>Every fix, oldest first.</summary>
    public IReadOnlyList<string> Fixes(OsvAffected affected) => InOrder(affected.Ranges.SelectMany(AllFixes));

    private bool IsListed(IReadOnlyList<string> versions, string version) =>
        versions.Contains(version, StringComparer.Ordinal)
        || (IsVersion(version) && versions.Any(listed => IsVersion(listed) && Compare(listed, version) == 0));

    private bool IsIn(OsvRange range, string version) => IsBeforeLimits(range, version) && IsBetweenEvents(range, version);

    private bool IsBeforeLimits(OsvRange range, string version)
    {
        var limits = range.Events!.Select(static e => e.Limit).Where(limit => limit is "*" || IsVersion(limit)).ToList();
        return limits.Count == 0 || limits.Exists(limit => limit is "*" || Compare(version, limit!) < 0);
    }

    private bool IsBetweenEvents(OsvRange range, string version)
    {
        // Sorting is stable: events at one version keep the order in which the document gives them.
        var turns = range.Events!.SelectMany(Turns).OrderBy(static turn => turn.At, Comparer<string?>.Create(Compare));
        var affected = false;
        foreach (var turn in turns)
        {
            affected = turn.Kind switch
            {
                TurnKind.Introduced when Compare(version, turn.At) >= 0 => true,
                TurnKind.Fixed when Compare(version, turn.At) >= 0 => false,
                TurnKind.LastAffected when Compare(version, turn.At) > 0 => false,
                _ => affected,
            };
        }

        return affected;
    }

    /// <summary>The events with versions that can be ordered; null stands before every version.</summary>
    private IEnumerable<(TurnKind Kind, string? At)> Turns(OsvEvent e)
    {
        if (e.Introduced is { } introduced)
        {
            yield return (TurnKind.Introduced, introduced is not "0" && IsVersion(introduced) ? introduced : null);
        }

        if (IsVersion(e.Fixed))
        {
            yield return (TurnKind.Fixed, e.Fixed);
        }

        if (IsVersion(e.LastAffected))
        {
            yield return (TurnKind.LastAffected, e.LastAffected);
        }
    }

    private IEnumerable<string> AllFixes(OsvRange range) => range.Events!.Select(static e => e.Fixed).OfType<string>().Where(IsVersion);

    private IReadOnlyList<string> InOrder(IEnumerable<string> versions) =>
        [.. versions.Distinct(StringComparer.Ordinal).Order(Comparer<string>.Create(Compare)).ThenBy(static v => v, StringComparer.Ordinal)];

    private bool IsVersion(string? text) => text is not null && rules?.IsVersion(text) == true;

    private int Compare(string? left, string? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        _ => rules!.Compare(left, right),
    };

    private enum TurnKind
    {
        Introduced,
        Fixed,
        LastAffected,
    }
}
