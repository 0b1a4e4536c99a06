using System.Diagnostics.CodeAnalysis;

namespace Singularity.Registry.Versions.Cargo;

/// <summary>
/// A requirement as cargo reads it (doc.rust-lang.org/cargo/reference/specifying-dependencies.html): comparators joined by commas, all of which must
/// hold; without an operator a version means caret. A prerelease answers only a comparator that names one of the same major.minor.patch.
/// </summary>
internal sealed class CargoRequirement
{
    /// <summary>As many as cargo's own parser takes.</summary>
    private const int MaxComparators = 32;

    private readonly IReadOnlyList<CargoComparator> _comparators;

    private CargoRequirement(IReadOnlyList<CargoComparator> comparators) => _comparators = comparators;

    public static bool TryParse(string text, [NotNullWhen(true)] out CargoRequirement? requirement)
    {
        requirement = null;
        if (text.AsSpan().Trim() is "*" or "x" or "X")
        {
            requirement = new CargoRequirement([]);
            return true;
        }

        var parts = text.Split(',', MaxComparators + 1);
        var comparators = new List<CargoComparator>(parts.Length);
        foreach (var part in parts)
        {
            if (comparators.Count == MaxComparators || !CargoComparator.TryParse(part.AsSpan().Trim(), out var comparator))
            {
                return false;
            }

            comparators.Add(comparator);
        }

        requirement = new CargoRequirement(comparators);
        return true;
    }

    public bool Holds(SemVersion version)
    {
        var admitted = !version.IsPrerelease;
        foreach (var comparator in _comparators)
        {
            if (!comparator.Holds(version))
            {
                return false;
            }

            admitted |= comparator.AdmitsPrereleaseOf(version);
        }

        return admitted;
    }
}
