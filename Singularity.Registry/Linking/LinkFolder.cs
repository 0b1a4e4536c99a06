using System.Text.Json;
using Singularity.ServiceDefaults.Home;

namespace Singularity.Registry.Linking;

/// <summary>The folder <c>link</c> in SINGULARITY_HOME: what this machine's NATS server needs to link with an authority.</summary>
internal sealed class LinkFolder(SingularityHome home)
{
    private const string Remedy = "Link again with: ./singularity link --authority HOST --credentials FILE, or remove it with: ./singularity link --remove";

    public string Folder => Path.Combine(home.Path, "link");

    /// <summary>Null when this machine is not linked.</summary>
    /// <exception cref="LinkFileException">What was written is no use any more.</exception>
    public LinkState? Read() =>
        LinkFiles.Read(At(ServerSettings.FileName), LinkJson.Default.ServerSettings, static settings => settings is { HasPassword: true, Link: not null }, Remedy) is { Link: { } link }
            ? new LinkState(link.InstanceId, link.Authority, link.Address, link.Tls, Folder)
            : null;

    public LinkState Write(LinkAddress authority, LinkCredentials credentials)
    {
        home.Create();
        PrivateFiles.CreateFolder(Folder);
        File.Delete(At(LeafConfiguration.CertificateAuthorityFile));
        if (credentials.CertificateAuthority is { } trusted)
        {
            PrivateFiles.Write(At(LeafConfiguration.CertificateAuthorityFile), trusted);
        }

        var settings = new ServerSettings(
            NatsSettings.At(Folder), ServerSettings.ParametersWith(Passwords.Create()),
            Link: new LinkSettings(credentials.InstanceId, credentials.Authority, credentials.Authority, authority.ToString(), credentials.Tls));
        PrivateFiles.Write(At(NatsSettings.ConfigFile), LeafConfiguration.Server(settings, credentials));
        PrivateFiles.Write(At(ServerSettings.FileName), JsonSerializer.Serialize(settings, LinkJson.Default.ServerSettings));
        return Read()!;
    }

    /// <summary>False when this machine was not linked.</summary>
    public bool Remove()
    {
        if (!File.Exists(At(ServerSettings.FileName)))
        {
            return false;
        }

        // Whoever reads the folder meanwhile finds no settings, hence no link.
        File.Delete(At(ServerSettings.FileName));
        Directory.Delete(Folder, recursive: true);
        return true;
    }

    private string At(string file) => Path.Combine(Folder, file);
}

/// <summary>What can be said of a link aloud.</summary>
/// <param name="Address">The authority's.</param>
internal sealed record LinkState(string InstanceId, string Authority, string Address, bool Tls, string Folder);
