namespace NATS.Client.Core;

/// <summary>Address of one server: host and port, with nats:// and 4222 by default.</summary>
internal sealed record ServerAddress(Uri Uri)
{
    private const int DefaultPort = 4222;

    public bool IsTls => Uri.Scheme == "tls";

    public static ServerAddress[] ParseList(string urls) =>
        [.. urls.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse).Distinct()];

    /// <summary>The addresses that a server reports of its cluster, leaving out what is none.</summary>
    public IEnumerable<ServerAddress> Reported(string[]? urls) =>
        (urls ?? []).Select(url => TryParse(url, Uri.Scheme)).OfType<ServerAddress>();

    /// <summary>The address without secrets, for logs, events and errors.</summary>
    public override string ToString()
    {
        var builder = new UriBuilder(Uri);
        if (builder.Password.Length > 0)
            builder.Password = "***";
        else if (builder.UserName.Length > 0)
            builder.UserName = "***";
        return builder.Uri.ToString().TrimEnd('/');
    }

    private static ServerAddress Parse(string url) =>
        TryParse(url, "nats") ?? throw new ArgumentException("A server URL is malformed or of an unsupported scheme", nameof(url));

    private static ServerAddress? TryParse(string? text, string defaultScheme)
    {
        if (text?.Contains("://", StringComparison.Ordinal) == false)
            text = $"{defaultScheme}://{text}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("nats" or "tls"))
            return null;
        return new ServerAddress(new UriBuilder(uri)
        {
            Host = uri.Host.Length == 0 ? "localhost" : uri.Host,
            Port = uri.Port == -1 ? DefaultPort : uri.Port,
        }.Uri);
    }

    /// <summary>The options with the credentials of the first URL, unless they hold credentials of their own.</summary>
    public static NatsOpts TakeCredentials(NatsOpts opts)
    {
        var auth = opts.AuthOpts;
        var userInfo = ParseList(opts.Url) is [var first, ..] ? first.Uri.UserInfo : throw new ArgumentException("Url names no server", nameof(opts));
        if (userInfo.Length == 0 || auth.Username is { Length: > 0 } || auth.Password is { Length: > 0 } || auth.Token is { Length: > 0 })
            return opts;
        var parts = userInfo.Split(':', 2);
        var user = Uri.UnescapeDataString(parts[0]);
        return opts with
        {
            AuthOpts = parts is [_, { Length: > 0 } password]
                ? auth with { Username = user, Password = Uri.UnescapeDataString(password) }
                : auth with { Token = user },
        };
    }
}
