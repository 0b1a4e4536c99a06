namespace Singularity.Registry.Lockfiles.Npm;

/// <summary>Aliases: <c>"foo": "npm:@scope/bar@1.2.3"</c> installs bar under the name foo.</summary>
internal static class NpmAlias
{
    private const string Protocol = "npm:";

    /// <summary>The true package and its version or range, null where the alias names none.</summary>
    public static (string Name, string? Version) Resolve(string name, string version)
    {
        if (!version.StartsWith(Protocol, StringComparison.Ordinal))
        {
            return (name, version);
        }

        var target = version[Protocol.Length..];
        var at = target.LastIndexOf('@');
        return at > 0 ? (target[..at], target[(at + 1)..]) : (target, null);
    }

    /// <summary>The <c>name@range</c> that clients write as keys, split; null for other text.</summary>
    public static (string Name, string Range)? Split(string text)
    {
        var at = text.Length < 2 ? -1 : text.IndexOf('@', 1);
        return at < 0 ? null : (text[..at], text[(at + 1)..]);
    }
}
