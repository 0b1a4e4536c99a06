namespace Singularity.Registry.Advisories.Scoring;

/// <summary>CVSS scores, by the formulas that FIRST publishes with each version (first.org/cvss).</summary>
internal static class Cvss
{
    /// <summary>From 0 to 10 with one decimal: of the base metrics in versions 2 and 3, of all metrics in version 4. Null for what is no complete vector.</summary>
    public static double? Score(string vector)
    {
        if (CvssVector.Parse(vector) is not { } parsed)
        {
            return null;
        }

        var score = parsed.Version switch
        {
            "2.0" => Version2(parsed),
            "4.0" => Cvss4.Score(parsed),
            _ => Version3(parsed),
        };
        return score is { } value && !double.IsNaN(value) ? value : null;
    }

    private static double Version2(CvssVector v)
    {
        var impact = 10.41 * (1 - ((1 - Loss("C")) * (1 - Loss("I")) * (1 - Loss("A"))));
        var exploitability = 20 * v.Weight("AV", "LAN", 0.395, 0.646, 1) * v.Weight("AC", "HML", 0.35, 0.61, 0.71) * v.Weight("Au", "MSN", 0.45, 0.56, 0.704);
        var score = ((0.6 * impact) + (0.4 * exploitability) - 1.5) * (impact == 0 ? 0 : 1.176);
        return Math.Round(score, 1, MidpointRounding.AwayFromZero);

        double Loss(string metric) => v.Weight(metric, "NPC", 0, 0.275, 0.66);
    }

    private static double Version3(CvssVector v)
    {
        var scope = v["S"];
        if (scope is not ('U' or 'C'))
        {
            return double.NaN;
        }

        var changed = scope is 'C';
        var loss = 1 - ((1 - Loss("C")) * (1 - Loss("I")) * (1 - Loss("A")));
        var impact = changed ? (7.52 * (loss - 0.029)) - (3.25 * Math.Pow(loss - 0.02, 15)) : 6.42 * loss;
        var exploitability = 8.22 * v.Weight("AV", "NALP", 0.85, 0.62, 0.55, 0.2) * v.Weight("AC", "LH", 0.77, 0.44)
            * v.Weight("PR", "NLH", 0.85, changed ? 0.68 : 0.62, changed ? 0.5 : 0.27) * v.Weight("UI", "NR", 0.85, 0.62);
        if (double.IsNaN(impact) || double.IsNaN(exploitability))
        {
            return double.NaN;
        }

        return impact <= 0 ? 0 : RoundUp(Math.Min((impact + exploitability) * (changed ? 1.08 : 1), 10));

        double Loss(string metric) => v.Weight(metric, "NLH", 0, 0.22, 0.56);
    }

    // Up to one decimal, over whole numbers so that 4.000000000000001 does not become 4.1 (version 3.1, appendix A).
    private static double RoundUp(double value)
    {
        var whole = (long)Math.Round(value * 100_000, MidpointRounding.AwayFromZero);
        return whole % 10_000 == 0 ? whole / 100_000.0 : ((whole / 10_000) + 1) / 10.0;
    }
}
