namespace Singularity.Registry.Linking;

/// <summary>Ids of instances, and names of authorities, which follow the same rule since both become parts of subjects.</summary>
internal static class InstanceIds
{
    public const string Rule = "1 to 64 of A-Z a-z 0-9 - _";

    private const int MaxLength = 64;

    public static bool IsValid(string? id) =>
        id is { Length: > 0 and <= MaxLength } && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
