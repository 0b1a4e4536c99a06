namespace Singularity.Registry.Advisories.Scoring;

/// <summary>The level of each equivalence set of CVSS 4.0, 0 being the most severe.</summary>
internal sealed record MacroVector(int Eq1, int Eq2, int Eq3, int Eq4, int Eq5, int Eq6)
{
    /// <summary>Sets 3 and 6 together; not all pairs exist.</summary>
    public (int Eq3, int Eq6) Eq36 => (Eq3, Eq6);
}

/// <summary>The figures of the CVSS 4.0 specification, sections 8.2 and 8.3 (first.org/cvss/v4.0/specification-document).</summary>
internal static class Cvss4Scores
{
    private static readonly (int Eq3, int Eq6)[] Pairs = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1)];

    // Tenths. A row for each of sets 1 and 2 and pair of sets 3 and 6; a column for each of sets 4 and 5.
    private static ReadOnlySpan<byte> Scores =>
    [
        100, 98, 95, 100, 93, 91, 93, 89, 81,
        99, 95, 92, 96, 87, 81, 90, 80, 68,
        98, 95, 90, 93, 89, 81, 88, 78, 69,
        95, 92, 84, 92, 81, 65, 80, 70, 48,
        92, 82, 72, 79, 69, 50, 69, 55, 27,

        99, 95, 92, 95, 90, 84, 92, 82, 72,
        97, 92, 85, 91, 83, 71, 81, 71, 53,
        95, 92, 85, 92, 80, 70, 84, 71, 50,
        93, 85, 73, 82, 72, 59, 70, 52, 30,
        86, 75, 52, 71, 52, 29, 63, 29, 17,

        98, 94, 91, 94, 86, 77, 87, 74, 63,
        95, 87, 81, 89, 74, 64, 75, 63, 49,
        94, 88, 76, 86, 74, 59, 72, 57, 52,
        89, 77, 67, 76, 58, 50, 57, 52, 25,
        83, 70, 54, 65, 58, 26, 53, 21, 13,

        95, 88, 76, 90, 75, 61, 77, 68, 52,
        90, 76, 70, 77, 62, 53, 66, 59, 30,
        89, 76, 62, 74, 57, 47, 61, 57, 24,
        78, 67, 58, 59, 57, 23, 52, 29, 16,
        71, 59, 30, 58, 26, 15, 23, 13, 6,

        93, 86, 75, 86, 74, 56, 70, 52, 40,
        87, 72, 58, 74, 61, 34, 54, 40, 22,
        85, 74, 62, 72, 55, 46, 53, 34, 19,
        75, 55, 51, 57, 41, 19, 36, 19, 8,
        64, 51, 20, 47, 21, 11, 24, 9, 4,

        88, 73, 60, 73, 59, 41, 54, 45, 20,
        75, 53, 50, 55, 40, 20, 43, 22, 11,
        75, 58, 40, 61, 48, 20, 46, 17, 8,
        55, 45, 21, 51, 18, 9, 18, 7, 2,
        53, 24, 14, 24, 12, 5, 10, 3, 1,
    ];

    /// <summary>The most severe vectors of each level: the values of AV, PR and UI.</summary>
    public static string[][] HighestEq1 { get; } = [["NNN"], ["ANN", "NLN", "NNP"], ["PNN", "ALP"]];

    /// <summary>AC and AT.</summary>
    public static string[][] HighestEq2 { get; } = [["LN"], ["HN", "LP"]];

    /// <summary>VC, VI, VA, CR, IR and AR.</summary>
    public static Dictionary<(int Eq3, int Eq6), string[]> HighestEq36 { get; } = new()
    {
        [(0, 0)] = ["HHHHHH"],
        [(0, 1)] = ["HHLMMH", "HHHMMM"],
        [(1, 0)] = ["LHHHHH", "HLHHHH"],
        [(1, 1)] = ["LHLHMH", "LHHHMM", "HLHMHM", "HLLMHH", "LLHHHM"],
        [(2, 1)] = ["LLLHHH"],
    };

    /// <summary>SC, SI and SA.</summary>
    public static string[][] HighestEq4 { get; } = [["HSS"], ["HHH"], ["LLL"]];

    /// <summary>Steps from the most to the least severe vector of each level, and one.</summary>
    public static int[] DepthEq1 { get; } = [1, 4, 5];

    public static int[] DepthEq2 { get; } = [1, 2];

    public static Dictionary<(int Eq3, int Eq6), int> DepthEq36 { get; } = new() { [(0, 0)] = 7, [(0, 1)] = 6, [(1, 0)] = 8, [(1, 1)] = 8, [(2, 1)] = 10 };

    public static int[] DepthEq4 { get; } = [6, 5, 4];

    /// <summary>In tenths; null for a macro vector that does not exist.</summary>
    public static int? Of(MacroVector macro)
    {
        var pair = Array.IndexOf(Pairs, macro.Eq36);
        return macro.Eq1 > 2 || macro.Eq2 > 1 || macro.Eq4 > 2 || macro.Eq5 > 2 || pair < 0
            ? null
            : Scores[(((((macro.Eq1 * 2) + macro.Eq2) * Pairs.Length) + pair) * 9) + (macro.Eq4 * 3) + macro.Eq5];
    }
}
