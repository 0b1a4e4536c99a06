namespace Singularity.Knowledge.Scoring;

/// <summary>E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, 1927.</summary>
internal static class Wilson
{
    // The 97.5 % quantile of the normal distribution: 95 % lie within this many standard deviations.
    private const double Z = 1.959963984540054;

    /// <summary>The lower bound of the 95 % interval of a rate, 0 to 1; 0 without trials.</summary>
    /// <param name="successes">Need not be a whole number.</param>
    /// <param name="trials">Likewise.</param>
    public static double LowerBound(double successes, double trials)
    {
        if (trials <= 0)
        {
            return 0;
        }

        var rate = Math.Clamp(successes / trials, 0, 1);
        var centre = rate + (Z * Z / (2 * trials));
        var spread = Z * Math.Sqrt(((rate * (1 - rate)) + (Z * Z / (4 * trials))) / trials);
        return Math.Clamp((centre - spread) / (1 + (Z * Z / trials)), 0, 1);
    }
}
