using System.Text.RegularExpressions;

namespace Singularity.Registry.Extraction;

/// <summary>Makes a web address of the many ways to name a source repository.</summary>
internal static partial class RepositoryAddress
{
    private const int MaxLength = 1024;

    /// <summary>https where the text allows it, without <c>.git</c> and credentials; null when it names no repository on the web.</summary>
    public static string? Normalize(string? text)
    {
        var address = text?.Trim() ?? "";
        if (address.Length is 0 or > MaxLength)
        {
            return null;
        }

        var host = Shorthand().Match(address) is { Success: true } shorthand
            ? $"https://{Host(shorthand.Groups["host"].Value)}/{shorthand.Groups["path"].Value}"
            : Scp().Match(address) is { Success: true } scp ? $"https://{scp.Groups["host"].Value}/{scp.Groups["path"].Value}" : Scheme().Replace(address, "https://");
        if (!Uri.TryCreate(host, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp) || url.Host.Length == 0)
        {
            return null;
        }

        var path = url.AbsolutePath.TrimEnd('/');
        path = path.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? path[..^4] : path;
        return $"{url.Scheme}://{(url.IsDefaultPort ? url.Host : url.Authority)}{path}";
    }

    private static string Host(string name) => name switch
    {
        "gitlab" => "gitlab.com",
        "bitbucket" => "bitbucket.org",
        "gist" => "gist.github.com",
        _ => "github.com",
    };

    /// <summary>owner/name, github:owner/name, gitlab:group/name, gist:id.</summary>
    [GeneratedRegex(@"^(?:(?<host>github|gitlab|bitbucket|gist):)?(?<path>(?<=gist:)[\w-]+|[\w.-]+/[\w./-]+)(?:#.*)?$",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shorthand();

    /// <summary>git@host:owner/name, also with a scheme before it, which some write.</summary>
    [GeneratedRegex(@"^(?:(?:git\+)?ssh://)?[\w.-]+@(?<host>[\w.-]+)[:/](?!\d+/)(?<path>[^#]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scp();

    [GeneratedRegex("^(?:git\\+https?|git\\+ssh|git|ssh|git\\+git)://(?:[^/@]*@)?", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scheme();
}
