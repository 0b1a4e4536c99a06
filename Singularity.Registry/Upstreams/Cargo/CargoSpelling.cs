namespace Singularity.Registry.Upstreams.Cargo;

/// <summary>A registry holds one of <c>a-b</c> and <c>a_b</c> and means it by both, but its index has only the one that was published.</summary>
internal static class CargoSpelling
{
    /// <summary>With more separators than these only the two uniform spellings are tried: each more would double the requests.</summary>
    private const int MaxFree = 3;

    /// <summary>As written, then the others that may be meant.</summary>
    public static IEnumerable<string> Of(string name)
    {
        var places = Enumerable.Range(0, name.Length).Where(i => name[i] is '-' or '_').ToArray();
        IEnumerable<string> spellings = [name, name.Replace('_', '-'), name.Replace('-', '_')];
        if (places.Length is > 1 and <= MaxFree)
        {
            spellings = spellings.Concat(Enumerable.Range(0, 1 << places.Length).Select(bits => Spell(name, places, bits)));
        }

        return spellings.Distinct(StringComparer.Ordinal);
    }

    public static bool Same(string left, string right) =>
        string.Equals(left.Replace('_', '-'), right.Replace('_', '-'), StringComparison.OrdinalIgnoreCase);

    private static string Spell(string name, int[] places, int bits)
    {
        var characters = name.ToCharArray();
        for (var i = 0; i < places.Length; i++)
        {
            characters[places[i]] = (bits >> i & 1) == 0 ? '-' : '_';
        }

        return new string(characters);
    }
}
