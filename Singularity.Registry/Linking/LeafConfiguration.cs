using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Linking;

/// <summary>
/// The configuration of a linked machine's NATS server. The link has an account of its own, of which the services' account uses a few subjects: whatever the
/// authority's server may be made to say, it reaches nothing else here.
/// </summary>
internal static class LeafConfiguration
{
    public const string CertificateAuthorityFile = "ca.pem";

    private const string LocalAccount = "SINGULARITY";
    private const string LinkAccount = "LINK";

    public static string Server(ServerSettings settings, LinkCredentials credentials)
    {
        var link = settings.Link!;
        var subjects = LinkSubjects.Of(new Subjects(credentials.SubjectPrefix), link.InstanceId);
        var url = $"{(credentials.Tls ? "tls" : "nats-leaf")}://{Uri.EscapeDataString(credentials.User)}:{Uri.EscapeDataString(credentials.Password)}@{link.Address}";
        var tls = credentials is { Tls: true, CertificateAuthority: not null }
            ? $", tls: {{ ca_file: {NatsConfigText.Quote($"{settings.Nats.Target}/{CertificateAuthorityFile}")}, timeout: 5 }}"
            : "";
        return "# Written by: ./singularity link\n"
            + NatsConfigText.Liveness
            + $"jetstream {{ domain: {NatsConfigText.Quote("leaf_" + link.InstanceId)} }}\n"
            + "accounts {\n"
            + $"  {LocalAccount} {{\n"
            + "    jetstream: enabled\n"
            + $"    users: [{{ user: {NatsConfigText.Quote(ServerSettings.User)}, password: {NatsConfigText.Quote(settings.Password)} }}]\n"
            + NatsConfigText.Imports(subjects, LinkAccount, "    ")
            + "  }\n"
            + $"  {LinkAccount} {{\n"
            + NatsConfigText.Exports(subjects, LocalAccount, "    ")
            + "  }\n"
            + "}\n"
            + "leafnodes {\n"
            + $"  remotes: [{{ url: {NatsConfigText.Quote(url)}, account: {NatsConfigText.Quote(LinkAccount)}{tls} }}]\n"
            + "}\n";
    }
}
