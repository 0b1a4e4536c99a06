using System.Diagnostics.CodeAnalysis;

namespace Singularity.Registry.Versions.Npm;

/// <summary>
/// A range in npm's syntax: alternatives joined by <c>||</c>, each a set of comparators that must all hold. A prerelease is in a set
/// only if a comparator of that set names a prerelease of the same major.minor.patch, so <c>^1.2.0</c> never yields an unstable version.
/// </summary>
internal sealed class SemVersionRange
{
    private readonly IReadOnlyList<IReadOnlyList<SemComparator>> _alternatives;

    private SemVersionRange(IReadOnlyList<IReadOnlyList<SemComparator>> alternatives) => _alternatives = alternatives;

    /// <summary>Reads a range; false for any text that npm would not take as one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SemVersionRange? range)
    {
        range = null;
        var alternatives = new List<IReadOnlyList<SemComparator>>();
        foreach (var part in text.Split("||"))
        {
            if (!SemRangeParser.TryParseSet(part, out var comparators))
            {
                return false;
            }

            alternatives.Add(comparators);
        }

        range = new SemVersionRange(alternatives);
        return true;
    }

    public bool Contains(SemVersion version) => _alternatives.Any(set =>
        set.All(c => c.Holds(version)) && (!version.IsPrerelease || set.Any(c => c.AdmitsPrereleaseOf(version))));

    public override string ToString() => string.Join(" || ", _alternatives.Select(set => string.Join(' ', set)));
}

/// <summary>One bound, such as <c>&gt;=1.2.0</c>.</summary>
/// <param name="Operator">&lt; &lt;= &gt; &gt;= or =.</param>
internal sealed record SemComparator(string Operator, SemVersion Bound)
{
    public bool Holds(SemVersion version)
    {
        var order = version.ComparePrecedence(Bound);
        return Operator switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            _ => order == 0,
        };
    }

    public bool AdmitsPrereleaseOf(SemVersion version) =>
        Bound.IsPrerelease && (Bound.Major, Bound.Minor, Bound.Patch) == (version.Major, version.Minor, version.Patch);

    public override string ToString() => Operator + Bound;
}
