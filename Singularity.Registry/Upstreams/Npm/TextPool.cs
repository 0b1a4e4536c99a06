using System.Text.Json;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>
/// A fixed table of texts seen before. The versions of one package repeat the same names and ranges thousands of times; sharing them keeps
/// a large document from becoming many times its size in memory. Losing a race only costs a duplicate.
/// </summary>
internal static class TextPool
{
    /// <summary>Stands for what no store can hold: NUL, and the whole of a text with half a surrogate pair, which JSON can express.</summary>
    private const char Replacement = '\uFFFD';

    private const int MaxBytes = 256;
    private static readonly string?[] Slots = new string?[8192];

    /// <summary>The text of a string or property name.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        var length = reader.HasValueSequence ? (int)Math.Min(reader.ValueSequence.Length, MaxBytes + 1) : reader.ValueSpan.Length;
        if (length > MaxBytes)
        {
            return Long(ref reader);
        }

        Span<char> characters = stackalloc char[MaxBytes];
        characters = characters[..Copy(ref reader, characters)];
        var slot = string.GetHashCode(characters, StringComparison.Ordinal) & (Slots.Length - 1);
        if (Slots[slot] is { } known && characters.SequenceEqual(known))
        {
            return known;
        }

        return Slots[slot] = characters.ToString();
    }

    private static int Copy(ref Utf8JsonReader reader, scoped Span<char> characters)
    {
        try
        {
            var length = reader.CopyString(characters);
            characters[..length].Replace('\0', Replacement);
            return length;
        }
        catch (InvalidOperationException)
        {
            characters[0] = Replacement;
            return 1;
        }
    }

    private static string Long(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!.Replace('\0', Replacement);
        }
        catch (InvalidOperationException)
        {
            return Replacement.ToString();
        }
    }
}
