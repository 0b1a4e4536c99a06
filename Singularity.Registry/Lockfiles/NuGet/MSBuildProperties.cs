namespace Singularity.Registry.Lockfiles.NuGet;

/// <summary>The properties that one file sets. What depends on a condition is not known.</summary>
internal sealed class MSBuildProperties
{
    /// <summary>Properties that refer to properties; then it is a circle.</summary>
    private const int MaxExpansions = 32;

    private const int MaxProperties = 100_000;

    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The last value counts, as in MSBuild.</summary>
    public void Set(string name, string value, bool isConditional, int line)
    {
        _values[name] = isConditional && !string.Equals(_values.GetValueOrDefault(name), value, StringComparison.Ordinal) ? null : value.Trim();
        if (_values.Count > MaxProperties)
        {
            throw new LockfileException($"sets more than {MaxProperties} properties", line);
        }
    }

    /// <summary>The text with each <c>$(Name)</c> replaced; null when one is not known, or is an expression.</summary>
    public string? Expand(string text)
    {
        for (var i = 0; i < MaxExpansions; i++)
        {
            var start = text.IndexOf("$(", StringComparison.Ordinal);
            if (start < 0)
            {
                return text.Contains("@(", StringComparison.Ordinal) || text.Contains("%(", StringComparison.Ordinal) ? null : text;
            }

            var end = text.IndexOf(')', start);
            if (end < 0 || _values.GetValueOrDefault(text[(start + 2)..end]) is not { } value || text.Length + value.Length > 1024)
            {
                return null;
            }

            text = string.Concat(text.AsSpan(0, start), value, text.AsSpan(end + 1));
        }

        return null;
    }
}
