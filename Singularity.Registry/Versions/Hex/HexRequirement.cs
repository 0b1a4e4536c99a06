using System.Diagnostics.CodeAnalysis;

namespace Singularity.Registry.Versions.Hex;

/// <summary>
/// Comparisons joined by <c>and</c> and <c>or</c>. Elixir gives neither precedence: each joins what stands before it with all that follows.
/// </summary>
internal sealed class HexRequirement
{
    private readonly List<(HexComparison Comparison, bool And)> _parts;

    private HexRequirement(List<(HexComparison Comparison, bool And)> parts) => _parts = parts;

    /// <summary>Reads a requirement; false for any text that Elixir would not take as one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HexRequirement? requirement)
    {
        requirement = null;
        var parts = new List<(HexComparison, bool)>();
        var words = new Queue<string>(HexRequirementWords.Split(text));
        while (true)
        {
            var name = words.TryPeek(out var first) && HexComparison.IsOperator(first) ? words.Dequeue() : "==";
            if (!words.TryDequeue(out var version) || HexComparison.TryParse(name, version) is not { } comparison)
            {
                return false;
            }

            if (!words.TryDequeue(out var joint))
            {
                parts.Add((comparison, true));
                requirement = new HexRequirement(parts);
                return true;
            }

            if (joint is not ("and" or "or"))
            {
                return false;
            }

            parts.Add((comparison, joint == "and"));
        }
    }

    public bool Holds(SemVersion version)
    {
        var result = _parts[^1].Comparison.Holds(version);
        for (var i = _parts.Count - 2; i >= 0; i--)
        {
            var holds = _parts[i].Comparison.Holds(version);
            result = _parts[i].And ? holds && result : holds || result;
        }

        return result;
    }

    public override string ToString() => string.Concat(_parts.Select((p, i) => $"{p.Comparison}{(i == _parts.Count - 1 ? "" : p.And ? " and " : " or ")}"));
}
