namespace Singularity.Registry.Versions.Npm;

/// <summary>A version with parts left open: <c>1</c>, <c>1.2</c>, <c>1.x</c>, <c>*</c>. Null parts are open.</summary>
internal readonly record struct SemPartial(long? Major, long? Minor, long? Patch, string[] Prerelease)
{
    public bool IsComplete => Patch is not null;

    /// <summary>The lowest version that it covers.</summary>
    public SemVersion Floor => new(Major ?? 0, Minor ?? 0, Patch ?? 0, Prerelease);

    public SemVersion NextMajor => new((Major ?? 0) + 1, 0, 0, []);

    public SemVersion NextMinor => new(Major ?? 0, (Minor ?? 0) + 1, 0, []);

    public SemVersion NextPatch => new(Major ?? 0, Minor ?? 0, (Patch ?? 0) + 1, []);

    public static bool TryParse(string text, out SemPartial partial)
    {
        partial = default;
        var rest = text.AsSpan().TrimStart("=v");
        var plus = rest.IndexOf('+');
        rest = plus < 0 ? rest : rest[..plus];
        var dash = rest.IndexOf('-');
        var identifiers = dash < 0 ? [] : rest[(dash + 1)..].ToString().Split('.');
        var core = (dash < 0 ? rest : rest[..dash]).ToString().Split('.');
        if (core.Length > 3 || !Array.TrueForAll(identifiers, SemVersion.IsPrereleaseIdentifier))
        {
            return false;
        }

        var numbers = new long?[3];
        var open = false;
        for (var i = 0; i < core.Length; i++)
        {
            if (core[i] is "x" or "X" or "*")
            {
                open = true;
            }
            else if (!SemVersion.TryNumber(core[i], out var number))
            {
                return false;
            }
            else if (!open)
            {
                // 1.x.3 is 1.x: what follows an open part cannot narrow it.
                numbers[i] = number;
            }
        }

        partial = new SemPartial(numbers[0], numbers[1], numbers[2], numbers[2] is null ? [] : identifiers);
        return true;
    }
}
