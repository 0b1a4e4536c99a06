namespace Singularity.Registry.Lockfiles;

/// <summary>What one file may cost. Lockfiles of the largest monorepos stay below a quarter of each.</summary>
internal static class LockfileLimits
{
    /// <summary>In bytes.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Packages and skipped entries together, before duplicates collapse.</summary>
    public const int MaxEntries = 200_000;

    /// <summary>Of JSON objects and lists within each other. Version 1 of package-lock.json nests two levels for each package within a package.</summary>
    public const int MaxDepth = 512;

    private const string Remedy = "import its projects one by one";

    public static LockfileException TooManyEntries(int? line) => new($"has more than {MaxEntries} entries", line, remedy: Remedy);

    public static LockfileException TooLarge(long bytes) => new($"has {bytes} bytes where at most {MaxBytes} are read", remedy: Remedy);
}
