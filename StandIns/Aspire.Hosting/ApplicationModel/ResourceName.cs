namespace Aspire.Hosting.ApplicationModel;

/// <summary>Names become DNS labels and parts of environment variables, so their alphabet is small.</summary>
internal static class ResourceName
{
    private const int MaxLength = 64;

    public static void Validate(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Fault(name) is { } fault)
            throw new ArgumentException($"'{name}' cannot be the name of a resource: {fault}", nameof(name));
    }

    private static string? Fault(string name) =>
        name.Length > MaxLength ? $"it is longer than {MaxLength} characters."
        : !char.IsAsciiLetter(name[0]) ? "it does not begin with a letter."
        : name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-') ? "only ASCII letters, digits and hyphens are allowed."
        : name[^1] == '-' ? "it ends with a hyphen."
        : name.Contains("--", StringComparison.Ordinal) ? "two hyphens follow each other."
        : null;
}
