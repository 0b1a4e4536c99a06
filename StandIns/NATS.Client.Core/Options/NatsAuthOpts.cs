namespace NATS.Client.Core;

/// <summary>Who signs in. Anything set here wins over the URL.</summary>
public record NatsAuthOpts
{
    public static readonly NatsAuthOpts Default = new();

    public string? Username { get; init; }

    public string? Password { get; init; }

    public string? Token { get; init; }

    /// <summary>Asked for credentials at every connect; wins over the other members.</summary>
    public Func<Uri, CancellationToken, ValueTask<NatsAuthCred>>? AuthCredCallback { get; init; }

    public bool IsAnonymous =>
        string.IsNullOrEmpty(Username) && string.IsNullOrEmpty(Password) && string.IsNullOrEmpty(Token) && AuthCredCallback is null;
}

/// <summary>Credentials of one kind, for <see cref="NatsAuthOpts.AuthCredCallback"/>.</summary>
public readonly struct NatsAuthCred
{
    private NatsAuthCred(string? username, string? password, string? token)
    {
        Username = username;
        Password = password;
        Token = token;
    }

    internal string? Username { get; }

    internal string? Password { get; }

    internal string? Token { get; }

    public static NatsAuthCred FromUserInfo(string username, string password) => new(username, password, null);

    public static NatsAuthCred FromToken(string token) => new(null, null, token);
}
