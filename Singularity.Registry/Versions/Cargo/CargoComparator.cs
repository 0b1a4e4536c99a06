using System.Diagnostics.CodeAnalysis;

namespace Singularity.Registry.Versions.Cargo;

/// <summary>One operator with a version whose last parts may be left out or be wildcards.</summary>
/// <param name="Operator">^ ~ = &gt; &gt;= &lt; &lt;= or *, which is a version that ends in a wildcard.</param>
/// <param name="Minor">Null when left open.</param>
/// <param name="Patch">Null when left open.</param>
internal sealed record CargoComparator(string Operator, long Major, long? Minor, long? Patch, string[] Prerelease)
{
    private static readonly string[] Operators = [">=", "<=", ">", "<", "=", "~", "^"];

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out CargoComparator? comparator)
    {
        comparator = null;
        var name = "";
        foreach (var candidate in Operators)
        {
            if (text.StartsWith(candidate))
            {
                name = candidate;
                break;
            }
        }

        var rest = text[name.Length..].TrimStart();
        var plus = rest.IndexOf('+');
        var dash = rest.IndexOf('-');
        dash = plus >= 0 && dash > plus ? -1 : dash;
        var core = dash >= 0 ? rest[..dash] : plus >= 0 ? rest[..plus] : rest;
        var prerelease = dash < 0 ? "" : (plus >= 0 ? rest[(dash + 1)..plus] : rest[(dash + 1)..]).ToString();
        return TryNumbers(core.ToString().Split('.'), out var numbers, out var isWildcard)
            && ((dash < 0 && plus < 0) || numbers[2] is not null)
            && TryIdentifiers(prerelease, dash >= 0, out var identifiers)
            && (comparator = new CargoComparator(
                name.Length > 0 ? name : isWildcard ? "*" : "^", numbers[0]!.Value, numbers[1], numbers[2], identifiers)) is not null;
    }

    public bool Holds(SemVersion version) => Operator switch
    {
        "=" or "*" => Matches(version),
        ">" => IsAbove(version),
        ">=" => Matches(version) || IsAbove(version),
        "<" => IsBelow(version),
        "<=" => Matches(version) || IsBelow(version),
        "~" => MatchesTilde(version),
        _ => MatchesCaret(version),
    };

    public bool AdmitsPrereleaseOf(SemVersion version) =>
        Prerelease.Length > 0 && (Major, Minor, Patch) == (version.Major, version.Minor, version.Patch);

    private static bool TryNumbers(string[] parts, out long?[] numbers, out bool isWildcard)
    {
        numbers = new long?[3];
        isWildcard = false;
        if (parts.Length > 3)
        {
            return false;
        }

        for (var i = 0; i < parts.Length; i++)
        {
            if (i > 0 && parts[i] is "*" or "x" or "X")
            {
                isWildcard = true;
            }
            else if (isWildcard || !SemVersion.TryNumber(parts[i], out var number))
            {
                // A number behind a wildcard would say nothing.
                return false;
            }
            else
            {
                numbers[i] = number;
            }
        }

        return numbers[0] is not null;
    }

    private static bool TryIdentifiers(string text, bool stated, out string[] identifiers)
    {
        identifiers = stated ? text.Split('.') : [];
        return Array.TrueForAll(identifiers, SemVersion.IsPrereleaseIdentifier);
    }

    private int ComparePrerelease(SemVersion version) => version.ComparePrecedence(new SemVersion(version.Major, version.Minor, version.Patch, Prerelease));

    /// <summary>Equal in every part that is given.</summary>
    private bool Matches(SemVersion version) =>
        version.Major == Major && (Minor is null || version.Minor == Minor) && (Patch is null || (version.Patch == Patch && ComparePrerelease(version) == 0));

    private bool IsAbove(SemVersion version) => Order(version) > 0;

    private bool IsBelow(SemVersion version) => Order(version) < 0;

    /// <summary>The order of the version to this one; where this one is left open, they count as equal.</summary>
    private int Order(SemVersion version)
    {
        var order = version.Major.CompareTo(Major);
        if (order != 0 || Minor is null)
        {
            return order;
        }

        order = version.Minor.CompareTo(Minor.Value);
        if (order != 0 || Patch is null)
        {
            return order;
        }

        order = version.Patch.CompareTo(Patch.Value);
        return order != 0 ? order : ComparePrerelease(version);
    }

    private bool MatchesTilde(SemVersion version) =>
        version.Major == Major
        && (Minor is null || version.Minor == Minor)
        && (Patch is null || version.Patch > Patch || (version.Patch == Patch && ComparePrerelease(version) >= 0));

    /// <summary>The leftmost number that is not zero stays; what is left open may be anything.</summary>
    private bool MatchesCaret(SemVersion version)
    {
        if (version.Major != Major)
        {
            return false;
        }

        if (Minor is not { } minor)
        {
            return true;
        }

        if (Patch is not { } patch)
        {
            return Major > 0 ? version.Minor >= minor : version.Minor == minor;
        }

        if (version.Minor != minor)
        {
            return Major > 0 && version.Minor > minor;
        }

        return version.Patch != patch ? version.Patch > patch && (Major > 0 || minor > 0) : ComparePrerelease(version) >= 0;
    }
}
