using Singularity.Contracts.Identity;

namespace Singularity.Registry.Linking;

/// <summary>HOST or HOST:PORT.</summary>
/// <param name="Host">A name or an address; IPv6 in brackets.</param>
internal sealed record LinkAddress(string Host, int Port)
{
    /// <summary>Where NATS servers accept links unless told otherwise.</summary>
    public const int UsualPort = 7422;

    /// <summary>Null, with a problem for people, when the text is none.</summary>
    public static LinkAddress? Read(string text, out string? problem)
    {
        problem = $"'{PackageName.Display(text)}' is not HOST or HOST:PORT.";
        if (!Uri.TryCreate($"nats://{text}", UriKind.Absolute, out var uri)
            || uri.UserInfo.Length > 0 || uri.PathAndQuery is not ("" or "/") || uri.Fragment.Length > 0 || text.EndsWith('/')
            || uri.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic)
        {
            return null;
        }

        problem = null;
        return new LinkAddress(uri.Host, uri.Port > 0 ? uri.Port : UsualPort);
    }

    public override string ToString() => $"{Host}:{Port}";
}
