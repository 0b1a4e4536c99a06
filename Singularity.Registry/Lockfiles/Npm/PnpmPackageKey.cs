using Singularity.Contracts.Identity;

namespace Singularity.Registry.Lockfiles.Npm;

/// <summary>
/// The three syntaxes of a package in pnpm-lock.yaml: <c>/@scope/name/1.0.0_peer@2.0.0</c> up to format 5,
/// <c>/@scope/name@1.0.0(peer@2.0.0)</c> in format 6, <c>@scope/name@1.0.0</c> since format 9. What comes from elsewhere has an address after
/// the name, or up to format 6 in place of the whole key.
/// </summary>
internal static class PnpmPackageKey
{
    public static void Write(string key, int line, LockfileSink sink)
    {
        var peers = key.IndexOf('(');
        var text = peers < 0 ? key : key[..peers];
        if (WholeAddress(text) is { } reason)
        {
            sink.Skip(text, reason, line);
            return;
        }

        var isPath = text.StartsWith('/');
        text = isPath ? text[1..] : text;
        var nameEnd = NameEnd(text);
        if (nameEnd < 0 && text.StartsWith('@') && text.Split('/')[0].Contains('.'))
        {
            sink.Skip(text, HostReason(text), line);
            return;
        }

        if (nameEnd < 0)
        {
            throw new LockfileException($"packages[\"{PackageName.Display(LockfileAddress.WithoutSecrets(key))}\"] names no version", line);
        }

        var reference = text[(nameEnd + 1)..];
        if (isPath && text[nameEnd] == '/')
        {
            // No version holds an underscore or slash; what follows one are the peers.
            var end = reference.AsSpan().IndexOfAny('_', '/');
            reference = end < 0 ? reference : reference[..end];
        }

        if (!isPath && text[nameEnd] == '/')
        {
            sink.Skip(text, HostReason(text), line);
        }
        else if (reference.Length > 0 && char.IsAsciiDigit(reference[0]))
        {
            sink.Add(text[..nameEnd], reference, line);
        }
        else
        {
            sink.Skip(text[..nameEnd], LockfileAddress.Elsewhere(reference) ?? SkipReason.NotAVersion, line);
        }
    }

    /// <summary>Of keys such as <c>file:../a</c>.</summary>
    private static string? WholeAddress(string text)
    {
        var colon = text.IndexOf(':');
        return colon > 0 && text.AsSpan(0, colon).IndexOfAny('@', '/') < 0 ? LockfileAddress.Elsewhere(text) ?? SkipReason.NotAVersion : null;
    }

    /// <summary>
    /// Of keys that begin with a host: <c>github.com/user/name/commit</c>, <c>@host/archive.tgz</c>, <c>registry.example/name/1.0.0</c>.
    /// </summary>
    private static string HostReason(string text)
    {
        var host = text.TrimStart('@').Split('/', 2)[0];
        return host is "github.com" or "codeload.github.com" or "gitlab.com" or "bitbucket.org" ? SkipReason.Git
            : text.StartsWith('@') ? SkipReason.Url
            : SkipReason.OtherRegistry(host);
    }

    /// <summary>Where the name ends: at the first @ or / after it, the slash of a scope aside.</summary>
    private static int NameEnd(string text)
    {
        var start = text.StartsWith('@') ? text.IndexOf('/') + 1 : 0;
        return start == 0 && text.StartsWith('@') ? -1 : text.IndexOfAny(['@', '/'], start) is var end && end > start ? end : -1;
    }
}
