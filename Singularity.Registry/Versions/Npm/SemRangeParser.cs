namespace Singularity.Registry.Versions.Npm;

/// <summary>Rewrites one set of npm's range syntax (hyphen, caret, tilde, x-ranges, comparators) into plain comparators.</summary>
internal static class SemRangeParser
{
    private static readonly string[] Operators = [">=", "<=", "~>", ">", "<", "=", "~", "^"];

    /// <summary>The lowest prerelease: <c>&lt;2.0.0-0</c> keeps the prereleases of 2.0.0 out as well.</summary>
    private static readonly string[] Lowest = ["0"];

    public static bool TryParseSet(string text, out IReadOnlyList<SemComparator> comparators)
    {
        var result = new List<SemComparator>();
        comparators = result;
        var tokens = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (tokens is [var low, "-", var high])
        {
            return SemPartial.TryParse(low, out var from) && SemPartial.TryParse(high, out var to) && AddHyphen(result, from, to);
        }

        for (var i = 0; i < tokens.Length; i++)
        {
            var token = tokens[i];
            var name = Array.Find(Operators, token.StartsWith) ?? "";
            var operand = token[name.Length..];
            if (operand.Length == 0 && name.Length > 0 && i + 1 < tokens.Length)
            {
                operand = tokens[++i];
            }

            if (!SemPartial.TryParse(operand, out var partial) || !Add(result, name, partial))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Add(List<SemComparator> result, string name, SemPartial p)
    {
        switch (name)
        {
            case "^":
                // The leftmost number that is not zero stays; what is left open by an x stays open.
                return AddBetween(result, p, p.Major > 0 || p.Minor is null ? p.NextMajor : p.Minor > 0 || p.Patch is null ? p.NextMinor : p.NextPatch);
            case "~" or "~>":
                return AddBetween(result, p, p.Minor is null ? p.NextMajor : p.NextMinor);
            case "" or "=":
                if (p.IsComplete)
                {
                    result.Add(new SemComparator("=", p.Floor));
                    return true;
                }

                return AddBetween(result, p, p.Minor is null ? p.NextMajor : p.NextMinor);
            default:
                return AddBound(result, name, p);
        }
    }

    private static bool AddBound(List<SemComparator> result, string name, SemPartial p)
    {
        if (p.Major is null)
        {
            // Nothing is beyond everything; everything is within it.
            if (name is "<" or ">")
            {
                result.Add(new SemComparator("<", new SemVersion(0, 0, 0, Lowest)));
            }

            return true;
        }

        if (p.IsComplete)
        {
            result.Add(new SemComparator(name, p.Floor));
            return true;
        }

        var above = p.Minor is null ? p.NextMajor : p.NextMinor;
        result.Add(name switch
        {
            ">" => new SemComparator(">=", above),
            "<=" => new SemComparator("<", new SemVersion(above.Major, above.Minor, above.Patch, Lowest)),
            "<" => new SemComparator("<", new SemVersion(p.Floor.Major, p.Floor.Minor, p.Floor.Patch, Lowest)),
            _ => new SemComparator(">=", p.Floor),
        });
        return true;
    }

    private static bool AddHyphen(List<SemComparator> result, SemPartial from, SemPartial to) =>
        AddBound(result, ">=", from) && AddBound(result, "<=", to);

    private static bool AddBetween(List<SemComparator> result, SemPartial from, SemVersion below)
    {
        if (from.Major is not null)
        {
            result.Add(new SemComparator(">=", from.Floor));
            result.Add(new SemComparator("<", new SemVersion(below.Major, below.Minor, below.Patch, Lowest)));
        }

        return true;
    }
}
