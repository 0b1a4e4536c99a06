using System.Text.Json;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Home;

namespace Singularity.Registry.Linking;

/// <summary>The folder <c>authority</c> in SINGULARITY_HOME: what this host's NATS server needs to accept links, and who may link.</summary>
internal sealed class AuthorityFolder(SingularityHome home, string? subjectPrefix)
{
    private const string GrantsFile = "grants.json";
    private const string CertificateAuthorityFile = "ca.pem";

    private readonly Subjects _subjects = new(subjectPrefix);

    public string Folder => Path.Combine(home.Path, "authority");

    /// <summary>Null before <see cref="Initialize"/>.</summary>
    /// <exception cref="LinkFileException">What was written is no use any more.</exception>
    public AuthorityState? Read() => ReadSettings() is { Authority: { } authority }
        ? new AuthorityState(authority.Name, authority.Listen, authority.Tls, Folder, [.. ReadGrants().Keys.Order(StringComparer.Ordinal)])
        : null;

    /// <summary>Writes the server's configuration. Done again, it keeps who may link and the password of the local services.</summary>
    /// <param name="name">The authority's.</param>
    /// <param name="listen">Where links are accepted.</param>
    /// <param name="certificate">Null keeps the one that is there, or none.</param>
    /// <param name="tls">Whether links are encrypted.</param>
    /// <exception cref="LinkFileException">The list of who may link is no use any more.</exception>
    public AuthorityState Initialize(string name, LinkAddress listen, CertificatePair? certificate, bool tls)
    {
        var grants = ReadGrants();
        home.Create();
        PrivateFiles.CreateFolder(Folder);
        if (certificate is not null)
        {
            PrivateFiles.Write(At(HubConfiguration.CertificateFile), certificate.Certificate);
            PrivateFiles.Write(At(HubConfiguration.KeyFile), certificate.Key);
            File.Delete(At(CertificateAuthorityFile));
            if (certificate.CertificateAuthority is { } trusted)
            {
                PrivateFiles.Write(At(CertificateAuthorityFile), trusted);
            }
        }

        var settings = new ServerSettings(
            NatsSettings.At(Folder, listen.Port), ServerSettings.ParametersWith(TryReadSettings()?.Password ?? Passwords.Create()),
            Authority: new AuthoritySettings(name, listen.ToString(), tls));
        WriteGrants(grants);
        PrivateFiles.Write(At(NatsSettings.ConfigFile), HubConfiguration.Server(settings, _subjects));
        PrivateFiles.Write(At(ServerSettings.FileName), JsonSerializer.Serialize(settings, LinkJson.Default.ServerSettings));
        return Read()!;
    }

    /// <summary>Whether a certificate is there already.</summary>
    public bool HasCertificate => File.Exists(At(HubConfiguration.CertificateFile));

    /// <summary>Lets an instance link, with a new password; null, with a problem for people, when it may not be.</summary>
    /// <param name="instanceId">Whose observations it may send.</param>
    /// <param name="problem">For people.</param>
    /// <param name="deliver">Hands out the credentials. Nothing is granted when it throws, and what was granted before holds on.</param>
    public LinkCredentials? Grant(string instanceId, out string? problem, Action<LinkCredentials>? deliver = null)
    {
        if (ReadSettings() is not { Authority: { } authority })
        {
            problem = NotInitialized;
            return null;
        }

        problem = InstanceIds.IsValid(instanceId) ? null : $"An instance id is {InstanceIds.Rule}; ./singularity instances shows a machine's own.";
        if (problem is not null)
        {
            return null;
        }

        var grants = ReadGrants();
        var trusted = authority.Tls && File.Exists(At(CertificateAuthorityFile)) ? File.ReadAllText(At(CertificateAuthorityFile)) : null;
        var credentials = new LinkCredentials(authority.Name, instanceId, instanceId, Passwords.Create(), authority.Tls, trusted, subjectPrefix);
        deliver?.Invoke(credentials);
        grants[instanceId] = credentials.Password;
        WriteGrants(grants);
        return credentials;
    }

    /// <summary>False, with a problem for people, when it was not granted.</summary>
    public bool Revoke(string instanceId, out string? problem)
    {
        var grants = ReadGrants();
        problem = ReadSettings() is null ? NotInitialized
            : grants.Remove(instanceId) ? null
            : $"'{PackageName.Display(instanceId)}' was not granted a link; ./singularity authority show lists who was.";
        if (problem is null)
        {
            WriteGrants(grants);
        }

        return problem is null;
    }

    private static string NotInitialized => "This host is no authority yet. Make it one with: ./singularity authority init";

    private ServerSettings? TryReadSettings()
    {
        try
        {
            return ReadSettings();
        }
        catch (LinkFileException)
        {
            return null;
        }
    }

    private ServerSettings? ReadSettings() => LinkFiles.Read(
        At(ServerSettings.FileName), LinkJson.Default.ServerSettings, static settings => settings is { HasPassword: true, Authority: not null },
        "Write it anew with: ./singularity authority init --name NAME, as before; who may link stays.");

    private Dictionary<string, string> ReadGrants() => LinkFiles.Read(
        At(GrantsFile), LinkJson.Default.DictionaryStringString, static grants => grants.All(static grant => InstanceIds.IsValid(grant.Key) && grant.Value is { Length: > 0 }),
        "Put it back from a backup, or delete it and grant each machine anew.") ?? [];

    // The list comes first: what the server reads can be made from it again.
    private void WriteGrants(Dictionary<string, string> grants)
    {
        PrivateFiles.Write(At(GrantsFile), JsonSerializer.Serialize(grants, LinkJson.Default.DictionaryStringString));
        PrivateFiles.Write(At(HubConfiguration.UsersFile), HubConfiguration.Users(grants, _subjects));
    }

    private string At(string file) => Path.Combine(Folder, file);
}

/// <summary>What can be said of an authority aloud.</summary>
/// <param name="Instances">Ids of those who may link.</param>
internal sealed record AuthorityState(string Name, string Listen, bool Tls, string Folder, IReadOnlyList<string> Instances);
