using System.Security.Cryptography;
using System.Text;
using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Linking;

/// <summary>
/// The configuration of the authority's NATS server. Each instance has an account of its own with one user. Accounts share nothing, so an instance sees neither the
/// answers to others nor anything else on the server; its account uses what the authority's account offers, and of the observations only those under its own id.
/// </summary>
internal static class HubConfiguration
{
    public const string UsersFile = "users.conf";
    public const string PidFile = "nats.pid";
    public const string CertificateFile = "certificate.pem";
    public const string KeyFile = "key.pem";

    private const string AuthorityAccount = "AUTHORITY";

    public static string Server(ServerSettings settings, Subjects subjects)
    {
        var authority = settings.Authority!;
        var target = settings.Nats.Target;
        var tls = authority.Tls
            ? $"  tls {{ cert_file: {NatsConfigText.Quote($"{target}/{CertificateFile}")}, key_file: {NatsConfigText.Quote($"{target}/{KeyFile}")}, timeout: 5 }}\n"
            : "";
        return "# Written by: ./singularity authority init\n"
            + $"pid_file: {NatsConfigText.Quote($"{target}/{PidFile}")}\n"
            + NatsConfigText.Liveness
            + $"jetstream {{ domain: {NatsConfigText.Quote(authority.Name)} }}\n"
            + "accounts {\n"
            + $"  {AuthorityAccount} {{\n"
            + "    jetstream: enabled\n"
            + $"    users: [{{ user: {NatsConfigText.Quote(ServerSettings.User)}, password: {NatsConfigText.Quote(settings.Password)} }}]\n"
            + NatsConfigText.Exports(LinkSubjects.OfAll(subjects), null, "    ")
            + "  }\n"
            + $"  include {NatsConfigText.Quote(UsersFile)}\n"
            + "}\n"
            + $"leafnodes {{\n  listen: {NatsConfigText.Quote(authority.Listen)}\n{tls}}}\n";
    }

    /// <summary>The accounts of the instances.</summary>
    /// <param name="grants">Passwords by instance id.</param>
    /// <param name="subjects">The subjects with their prefix.</param>
    public static string Users(IReadOnlyDictionary<string, string> grants, Subjects subjects) =>
        "# Written by: ./singularity authority grant and revoke\n"
        + string.Concat(grants.OrderBy(static grant => grant.Key, StringComparer.Ordinal).Select(grant => Account(grant.Key, grant.Value, LinkSubjects.Of(subjects, grant.Key))));

    // The permissions say once more what the imports do: nothing else would go anywhere, and this way it is refused aloud.
    private static string Account(string instanceId, string password, LinkSubjects subjects) =>
        $"{NatsConfigText.Quote(AccountOf(instanceId, password))} {{\n"
        + "  users: [{\n"
        + $"    user: {NatsConfigText.Quote(instanceId)}, password: {NatsConfigText.Quote(password)}\n"
        + $"    permissions: {{ publish: {NatsConfigText.List(subjects.Services)}, subscribe: {NatsConfigText.List([.. subjects.Broadcasts, .. LinkSubjects.Answers])} }}\n"
        + "  }]\n"
        + NatsConfigText.Imports(subjects, AuthorityAccount, "  ")
        + "}\n";

    // A grant has an account of its own: a server that reads its configuration again closes the links of accounts that are gone, not those of users that are.
    private static string AccountOf(string instanceId, string password) =>
        LinkAccount.Of(instanceId, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(password)))[..8]);
}
