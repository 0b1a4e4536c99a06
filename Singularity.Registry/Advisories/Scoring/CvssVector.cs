namespace Singularity.Registry.Advisories.Scoring;

/// <summary>The metrics of a CVSS vector: <c>CVSS:3.1/AV:N/…</c>, <c>CVSS:4.0/…</c>, or version 2's, which has no prefix.</summary>
internal sealed class CvssVector
{
    /// <summary>Far above a vector with every optional metric.</summary>
    private const int MaxLength = 512;

    private const string Prefix = "CVSS:";

    private readonly Dictionary<string, char> _metrics = new(StringComparer.Ordinal);

    private CvssVector(string version) => Version = version;

    /// <summary>2.0, 3.0, 3.1 or 4.0.</summary>
    public string Version { get; }

    /// <summary>The metric's value, by its first letter; 'X', not defined, when the vector does not give it.</summary>
    public char this[string metric] => _metrics.GetValueOrDefault(metric, 'X');

    /// <summary>Null when the text is no vector, or gives a metric twice.</summary>
    public static CvssVector? Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }

        var rest = text.AsSpan().Trim().TrimStart('(').TrimEnd(')');
        var version = "2.0";
        if (rest.StartsWith(Prefix, StringComparison.Ordinal))
        {
            var slash = rest.IndexOf('/');
            version = slash < 0 ? "" : rest[Prefix.Length..slash].ToString();
            rest = rest[(slash + 1)..];
        }

        if (version is not ("2.0" or "3.0" or "3.1" or "4.0"))
        {
            return null;
        }

        var vector = new CvssVector(version);
        foreach (var part in rest.Split('/'))
        {
            var metric = rest[part];
            var colon = metric.IndexOf(':');
            if (colon <= 0 || colon == metric.Length - 1 || !vector._metrics.TryAdd(metric[..colon].ToString(), metric[colon + 1]))
            {
                return null;
            }
        }

        return vector;
    }

    /// <summary>The weight of a metric's value; NaN, which spreads to the score, when the vector does not give one of them.</summary>
    /// <param name="values">The letters, in the order of the weights.</param>
    public double Weight(string metric, string values, params ReadOnlySpan<double> weights) =>
        values.IndexOf(this[metric]) is >= 0 and var index ? weights[index] : double.NaN;
}
