namespace Singularity.Registry.Advisories.Osv;

/// <summary>
/// What one advisory may hold. Beyond a limit on what is matched the document is refused, since a part of it could call an affected version safe; text
/// that is only shown is cut.
/// </summary>
internal static class OsvLimits
{
    /// <summary>Of the JSON.</summary>
    public const int Bytes = 8 * 1024 * 1024;

    public const int Id = 128;
    public const int Packages = 2_000;
    public const int Ranges = 10_000;
    public const int Events = 20_000;
    public const int Versions = 50_000;

    /// <summary>Characters of a version.</summary>
    public const int Version = 256;

    public const int Severities = 20;

    /// <summary>Characters of a vector or any other short text.</summary>
    public const int ShortText = 512;

    public const int Aliases = 50;
    public const int References = 100;
    public const int Url = 2_048;
    public const int Summary = 500;
    public const int Details = 32 * 1024;
}
