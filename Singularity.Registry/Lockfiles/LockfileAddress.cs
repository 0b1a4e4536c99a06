namespace Singularity.Registry.Lockfiles;

/// <summary>Addresses of packages that come from elsewhere than a registry.</summary>
internal static class LockfileAddress
{
    /// <summary>Why what is written in place of a version or range means no registry; null when it may be a version, range or tag.</summary>
    public static string? Elsewhere(string text)
    {
        if (Is("git+") || Is("git:") || Is("git@") || Is("github:") || Is("gitlab:") || Is("bitbucket:") || Is("gist:") || Is("ssh:"))
        {
            return SkipReason.Git;
        }

        if (Is("hg+") || Is("svn+") || Is("bzr+"))
        {
            return SkipReason.VersionControl;
        }

        if (Is("http:") || Is("https:"))
        {
            return IsGitAddress(text) ? SkipReason.Git : SkipReason.Url;
        }

        if (Is("file:") || Is("./") || Is("../") || Is("/") || Is("~/"))
        {
            return SkipReason.File;
        }

        if (Is("link:") || Is("portal:"))
        {
            return SkipReason.Link;
        }

        if (Is("workspace:"))
        {
            return SkipReason.Workspace;
        }

        // "user/repository" is npm's short form for GitHub; no version, range or tag holds a slash.
        return Is("patch:") ? SkipReason.Patch : text.Contains('/') && !Is("npm:") ? SkipReason.Git : null;

        bool Is(string prefix) => text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>An address without user, password, query and fragment, all of which may hold tokens; other text as it is.</summary>
    public static string WithoutSecrets(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return text;
        }

        var host = scheme + 3;
        var end = text.AsSpan(host).IndexOfAny('?', '#') is var cut and >= 0 ? host + cut : text.Length;
        var path = text.AsSpan(host, end - host).IndexOf('/') is var slash and >= 0 ? host + slash : end;
        var user = text.AsSpan(host, path - host).LastIndexOf('@');
        return string.Concat(text.AsSpan(0, host), text.AsSpan(user < 0 ? host : host + user + 1, end - (user < 0 ? host : host + user + 1)));
    }

    private static bool IsGitAddress(string text)
    {
        var end = text.AsSpan().IndexOfAny('?', '#');
        return (end < 0 ? text : text.AsSpan(0, end)).EndsWith(".git", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("https://codeload.github.com/", StringComparison.OrdinalIgnoreCase);
    }
}
