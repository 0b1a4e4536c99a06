namespace Aspire.Hosting.ApplicationModel;

/// <summary>Names become DNS labels and parts of environment variables, so their alphabet is small.</summary>
internal static class ResourceName
{
    private const int MaxLength = 64;

    public static void Validate(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Fault(name) is { } fault)
            throw new ArgumentException($"Resource name '{name}' is invalid. {fault}", nameof(name));
    }

    private static string? Fault(string name) =>
        name.Length > MaxLength ? $"Name must be between 1 and {MaxLength} characters long."
        : !char.IsAsciiLetter(name[0]) ? "Name must start with an ASCII letter."
        : name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-') ? "Name must contain only ASCII letters, digits, and hyphens."
        : name[^1] == '-' ? "Name cannot end with a hyphen."
        : name.Contains("--", StringComparison.Ordinal) ? "Name cannot contain consecutive hyphens."
        : null;
}
