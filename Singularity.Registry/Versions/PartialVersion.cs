namespace Singularity.Registry.Versions;

/// <summary>Semantic versions with numbers left out.</summary>
internal static class PartialVersion
{
    /// <summary><c>3</c> and <c>3.11</c> become <c>3.0.0</c> and <c>3.11.0</c>; anything else stays as it is.</summary>
    public static string Complete(string text)
    {
        var numbers = text.Split('.', 4);
        return numbers.Length < 3 && Array.TrueForAll(numbers, static number => SemVersion.TryNumber(number, out _))
            ? text + (numbers.Length == 1 ? ".0.0" : ".0")
            : text;
    }
}
