using System.Diagnostics.CodeAnalysis;

namespace Singularity.Registry.Upstreams.Cargo;

/// <summary>A sparse index to ask, with the token that cargo is configured with for it.</summary>
/// <param name="Index">With a final slash, without user information.</param>
internal sealed record CargoRegistry(Uri Index, string? Token)
{
    /// <summary>What cargo asks when nothing is configured.</summary>
    public static Uri Default { get; } = new("https://index.crates.io/");

    /// <summary>
    /// The token goes to the index's own origin, and further only to where a registry that requires it for everything has its downloads and API.
    /// </summary>
    public string? TokenFor(Uri url, CargoRegistryConfig? config = null) =>
        UpstreamUrl.SameOrigin(url, Index) || (config is { AuthRequired: true } && config.Covers(url)) ? Token : null;

    /// <summary>The lines of a crate: <c>1/a</c>, <c>2/ab</c>, <c>3/a/abc</c>, <c>ab/cd/abcd</c>, in lower case.</summary>
    public Uri LinesOf(string name) => new(Index, $"{Prefix(name.ToLowerInvariant())}/{name.ToLowerInvariant()}");

    public Uri ConfigUrl => new(Index, "config.json");

    /// <summary>The folder of a name in an index.</summary>
    public static string Prefix(string name) => name.Length switch
    {
        1 => "1",
        2 => "2",
        3 => $"3/{name[..1]}",
        _ => $"{name[..2]}/{name[2..4]}",
    };

    public static bool TryParseIndex(string text, [NotNullWhen(true)] out Uri? url)
    {
        text = text.Trim();
        text = text.StartsWith("sparse+", StringComparison.Ordinal) ? text[7..] : text;
        url = Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var parsed) && UpstreamUrl.IsWeb(parsed) ? UpstreamUrl.WithoutUserInfo(parsed) : null;
        return url is not null;
    }

    public override string ToString() => Index.AbsoluteUri;
}

/// <summary>Where crates come from on this machine.</summary>
internal abstract record CargoSource
{
    private CargoSource()
    {
    }

    public sealed record Sparse(CargoRegistry Registry) : CargoSource;

    /// <summary>The configuration cannot be read, or names a kind of source that has no sparse index. Asking another instead could tell it private names.</summary>
    public sealed record Unusable(UpstreamProblem Problem) : CargoSource;
}
