namespace Singularity.Contracts.Messaging;

/// <summary>Names of the accounts that linked instances sign in to on the authority's NATS server, which marks their requests with them.</summary>
public static class LinkAccount
{
    /// <summary>The header with which the server says, in JSON, whose request it is that crosses from one account to another.</summary>
    public const string Header = "Nats-Request-Info";

    private const string Start = "INSTANCE_";
    private const int GrantLength = 8;

    /// <summary>The name of an instance's account.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="grant">Eight characters that tell its grants apart.</param>
    public static string Of(string instanceId, string grant) => grant is { Length: GrantLength }
        ? $"{Start}{instanceId}_{grant}"
        : throw new ArgumentException($"A grant is told by {GrantLength} characters.", nameof(grant));

    /// <summary>The instance that an account belongs to: null for one that belongs to none, empty for one that looks like an instance's and is not.</summary>
    /// <param name="account">The account's name.</param>
    public static string? InstanceOf(string account)
    {
        ArgumentNullException.ThrowIfNull(account);
        const int around = GrantLength + 1;
        return !account.StartsWith(Start, StringComparison.Ordinal) ? null
            : account.Length > Start.Length + around && account[^around] == '_' ? account[Start.Length..^around]
            : "";
    }
}
