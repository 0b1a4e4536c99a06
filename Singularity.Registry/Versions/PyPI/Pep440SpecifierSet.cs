using System.Diagnostics.CodeAnalysis;

namespace Singularity.Registry.Versions.PyPI;

/// <summary>Clauses joined by commas, which must all hold; none admits every version. What follows a semicolon is a marker and says nothing here.</summary>
internal sealed class Pep440SpecifierSet
{
    private const int MaxClauses = 64;

    private readonly IReadOnlyList<Pep440Specifier> _clauses;
    private readonly bool _namesPrerelease;

    private Pep440SpecifierSet(IReadOnlyList<Pep440Specifier> clauses) =>
        (_clauses, _namesPrerelease) = (clauses, clauses.Any(static c => c.NamesPrerelease));

    public static bool TryParse(string text, [NotNullWhen(true)] out Pep440SpecifierSet? set)
    {
        set = null;
        var end = text.IndexOf(';', StringComparison.Ordinal);
        var clauses = new List<Pep440Specifier>();
        foreach (var part in (end < 0 ? text : text[..end]).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (clauses.Count == MaxClauses || !Pep440Specifier.TryParse(part, out var clause))
            {
                return false;
            }

            clauses.Add(clause);
        }

        set = new Pep440SpecifierSet(clauses);
        return true;
    }

    /// <summary>Whether all clauses hold and, for a pre-release, one of them names a pre-release.</summary>
    public bool Contains(Pep440Version version) => (_namesPrerelease || !version.IsPrerelease) && ContainsAny(version);

    /// <summary>Whether all clauses hold, pre-release or not.</summary>
    public bool ContainsAny(Pep440Version version) => _clauses.All(c => c.Holds(version));

    public override string ToString() => string.Join(',', _clauses);
}
