namespace Singularity.Registry.Lockfiles;

/// <summary>A lockfile that is broken or breaks a limit. The message continues "package-lock.json line 12: ".</summary>
/// <param name="remedy">What to do instead of what the format usually advises.</param>
internal sealed class LockfileException(string message, int? line = null, int? column = null, string? remedy = null) : Exception(message)
{
    public int? Line => line;

    public int? Column => column;

    public string? Remedy => remedy;
}
