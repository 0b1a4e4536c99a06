namespace Singularity.Registry.Versions.Hex;

/// <summary>
/// One comparison. A prerelease holds only where the bound is one too, which is how the hex client resolves.
/// </summary>
/// <param name="Operator">One of <see cref="Operators"/>.</param>
/// <param name="Below">What <c>~&gt;</c> stays below; null for the others.</param>
internal sealed record HexComparison(string Operator, SemVersion Bound, SemVersion? Below)
{
    private static readonly string[] Operators = ["==", "!=", "!", ">=", "<=", ">", "<", "~>"];

    /// <summary>The lowest prerelease, so that the prereleases of the version to stay below are out as well.</summary>
    private static readonly string[] Lowest = ["0"];

    public static bool IsOperator(string word) => Array.IndexOf(Operators, word) >= 0;

    /// <summary>Null for what is no version; only <c>~&gt;</c> allows the last number to be left out.</summary>
    public static HexComparison? TryParse(string name, string text)
    {
        if (text.Length == 0 || !char.IsAsciiDigit(text[0]))
        {
            return null;
        }

        if (SemVersion.TryParse(text, out var exact))
        {
            return new HexComparison(name, exact, name == "~>" ? new SemVersion(exact.Major, exact.Minor + 1, 0, Lowest) : null);
        }

        // "2.1", "2.1-rc" and "2.1+build" become versions with the number that is left out.
        var end = text.AsSpan().IndexOfAny('-', '+');
        var completed = $"{(end < 0 ? text : text[..end])}.0{(end < 0 ? "" : text[end..])}";
        return name == "~>" && (end < 0 ? text : text[..end]).Count(static c => c == '.') == 1 && SemVersion.TryParse(completed, out var partial)
            ? new HexComparison(name, partial, new SemVersion(partial.Major + 1, 0, 0, Lowest))
            : null;
    }

    public bool Holds(SemVersion version)
    {
        var order = version.ComparePrecedence(Bound);
        return (Bound.IsPrerelease || !version.IsPrerelease) && Operator switch
        {
            "==" => order == 0,
            "!=" or "!" => order != 0,
            ">" => order > 0,
            ">=" => order >= 0,
            "<" => order < 0,
            "<=" => order <= 0,
            _ => order >= 0 && version.ComparePrecedence(Below!) < 0,
        };
    }

    public override string ToString() => $"{Operator} {Bound}{(Below is null ? "" : $" (< {Below})")}";
}
