namespace Singularity.Registry.Advisories.Scoring;

/// <summary>
/// CVSS 4.0: metrics fall into six equivalence sets, whose levels form a macro vector with a score of its own; the vector's distance to the most severe
/// vector of its macro vector then lowers that score, in each set by its share of the way to the next lower macro vector. Lengths are in tenths.
/// </summary>
internal static class Cvss4
{
    // Each metric's values from the most severe on: the index is the distance.
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["AV"] = "NALP",
        ["PR"] = "NLH",
        ["UI"] = "NPA",
        ["AC"] = "LH",
        ["AT"] = "NP",
        ["VC"] = "HLN",
        ["VI"] = "HLN",
        ["VA"] = "HLN",
        ["SC"] = "SHLN",
        ["SI"] = "SHLN",
        ["SA"] = "SHLN",
        ["CR"] = "HML",
        ["IR"] = "HML",
        ["AR"] = "HML",
        ["E"] = "APU",
    };

    private static readonly string[] Base = ["AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"];

    /// <summary>Null when a base metric is missing or a value is unknown.</summary>
    public static double? Score(CvssVector vector)
    {
        if (Base.Any(metric => vector[metric] is 'X' or 'S') || Values.Any(pair => !pair.Value.Contains(Effective(vector, pair.Key))))
        {
            return null;
        }

        char M(string metric) => Effective(vector, metric);
        if (M("VC") is 'N' && M("VI") is 'N' && M("VA") is 'N' && M("SC") is 'N' && M("SI") is 'N' && M("SA") is 'N')
        {
            return 0;
        }

        var macro = Macro(M);
        var score = (double)Cvss4Scores.Of(macro)!.Value;
        (int? Lower, string[] Metrics, string[] Highest, int Depth)[] sets =
        [
            (Cvss4Scores.Of(macro with { Eq1 = macro.Eq1 + 1 }), ["AV", "PR", "UI"], Cvss4Scores.HighestEq1[macro.Eq1], Cvss4Scores.DepthEq1[macro.Eq1]),
            (Cvss4Scores.Of(macro with { Eq2 = macro.Eq2 + 1 }), ["AC", "AT"], Cvss4Scores.HighestEq2[macro.Eq2], Cvss4Scores.DepthEq2[macro.Eq2]),
            (LowerEq36(macro), ["VC", "VI", "VA", "CR", "IR", "AR"], Cvss4Scores.HighestEq36[macro.Eq36], Cvss4Scores.DepthEq36[macro.Eq36]),
            (Cvss4Scores.Of(macro with { Eq4 = macro.Eq4 + 1 }), ["SC", "SI", "SA"], Cvss4Scores.HighestEq4[macro.Eq4], Cvss4Scores.DepthEq4[macro.Eq4]),
            (Cvss4Scores.Of(macro with { Eq5 = macro.Eq5 + 1 }), [], [""], 1),
        ];
        var existing = sets.Where(static set => set.Lower is not null).ToList();
        var mean = existing.Count == 0 ? 0 : existing.Average(set => (score - set.Lower!.Value) * Distance(M, set.Metrics, set.Highest) / set.Depth);

        // Half up; the small lift keeps a tie that floating point puts just below itself.
        return Math.Floor(Math.Clamp(score - mean, 0, 100) + 0.5 + 1e-5) / 10;
    }

    private static MacroVector Macro(Func<string, char> m)
    {
        var reach = (m("AV") is 'N' ? 1 : 0) + (m("PR") is 'N' ? 1 : 0) + (m("UI") is 'N' ? 1 : 0);
        var high = m("VC") is 'H' || m("VI") is 'H' || m("VA") is 'H';
        var needed = (m("CR") is 'H' && m("VC") is 'H') || (m("IR") is 'H' && m("VI") is 'H') || (m("AR") is 'H' && m("VA") is 'H');
        return new MacroVector(
            Eq1: reach == 3 ? 0 : reach > 0 && m("AV") is not 'P' ? 1 : 2,
            Eq2: m("AC") is 'L' && m("AT") is 'N' ? 0 : 1,
            Eq3: m("VC") is 'H' && m("VI") is 'H' ? 0 : high ? 1 : 2,
            Eq4: m("SI") is 'S' || m("SA") is 'S' ? 0 : m("SC") is 'H' || m("SI") is 'H' || m("SA") is 'H' ? 1 : 2,
            Eq5: Values["E"].IndexOf(m("E")),
            Eq6: needed ? 0 : 1);
    }

    // Sets 3 and 6 depend on each other and step down together; from (0, 0) the nearer of two ways counts.
    private static int? LowerEq36(MacroVector macro) => (macro.Eq3, macro.Eq6) switch
    {
        (0, 0) => Math.Max(Cvss4Scores.Of(macro with { Eq6 = 1 })!.Value, Cvss4Scores.Of(macro with { Eq3 = 1 })!.Value),
        (1, 0) => Cvss4Scores.Of(macro with { Eq6 = 1 }),
        _ => Cvss4Scores.Of(macro with { Eq3 = macro.Eq3 + 1 }),
    };

    /// <summary>To the first of the highest vectors that is nowhere less severe.</summary>
    private static int Distance(Func<string, char> m, string[] metrics, string[] highest)
    {
        foreach (var top in highest)
        {
            var steps = metrics.Select((metric, i) => Values[metric].IndexOf(m(metric)) - Values[metric].IndexOf(top[i])).ToList();
            if (steps.TrueForAll(static step => step >= 0))
            {
                return steps.Sum();
            }
        }

        throw new InvalidOperationException("Every vector lies below one of the highest vectors of its macro vector.");
    }

    // A modified metric replaces its base metric; what is not defined counts as the worst.
    private static char Effective(CvssVector vector, string metric) => metric switch
    {
        "E" or "CR" or "IR" or "AR" => vector[metric] is 'X' ? Values[metric][0] : vector[metric],
        _ => vector["M" + metric] is not 'X' and var modified ? modified : vector[metric],
    };
}
