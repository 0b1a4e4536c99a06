namespace Singularity.Registry.Versions.Hex;

/// <summary>Splits a requirement into operators, versions and joints; blanks between an operator and its version may be missing.</summary>
internal static class HexRequirementWords
{
    public static IEnumerable<string> Split(string text)
    {
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var length = word.AsSpan().IndexOfAnyExcept("<>=!~");
            if (length is > 0)
            {
                yield return word[..length];
                yield return word[length..];
            }
            else
            {
                yield return word;
            }
        }
    }
}
