using System.Text.Json.Nodes;
using NATS.Client.Core;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Linking;
using Singularity.ServiceDefaults.Home;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Linking;

/// <summary>An authority's NATS server and that of a machine linked with it, both with the configuration that the product writes.</summary>
internal sealed class LinkedServers : IAsyncDisposable
{
    public const string Instance = "laptop-1";
    public const string OtherInstance = "laptop-2";

    private readonly TemporaryFolder _authorityHome = new();
    private readonly TemporaryFolder _homes = new();
    private readonly List<NatsServer> _servers = [];
    private readonly List<NatsConnection> _connections = [];

    private LinkedServers(int port, bool tls)
    {
        Authority = new AuthorityFolder(SingularityHome.At(_authorityHome.Path), null);
        Address = new LinkAddress("127.0.0.1", port);
        Authority.Initialize("hub", Address, tls ? CertificatePair.SelfSigned(["127.0.0.1"], TimeProvider.System.GetUtcNow()) : null, tls);
    }

    public AuthorityFolder Authority { get; }

    public LinkAddress Address { get; }

    public NatsServer Hub { get; private set; } = null!;

    /// <summary>The credentials of the other instance, whose machine has no server yet.</summary>
    public LinkCredentials Other { get; private set; } = null!;

    public NatsServer Leaf { get; private set; } = null!;

    /// <summary>As the authority's services connect.</summary>
    public NatsConnection OnHub { get; private set; } = null!;

    /// <summary>As the linked machine's services connect.</summary>
    public NatsConnection OnLeaf { get; private set; } = null!;

    public Subjects Subjects { get; } = new();

    public static async Task<LinkedServers> StartAsync(bool tls = true)
    {
        var servers = new LinkedServers(ServerProcess.FreePort(), tls);
        try
        {
            var credentials = servers.Grant(Instance);
            servers.Other = servers.Grant(OtherInstance);
            servers.Hub = await servers.StartAsync(Path.Combine(servers.Authority.Folder, NatsSettings.ConfigFile));
            servers.OnHub = servers.Connect(servers.Hub, servers.Authority.Folder);
            var folder = servers.Link(credentials);
            servers.Leaf = await servers.StartAsync(Path.Combine(folder, NatsSettings.ConfigFile));
            servers.OnLeaf = servers.Connect(servers.Leaf, folder);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    public LinkCredentials Grant(string instanceId) => Authority.Grant(instanceId, out var problem) ?? throw new InvalidOperationException(problem);

    /// <summary>Writes the link of one more machine; returns its folder.</summary>
    public string Link(LinkCredentials credentials, LinkAddress? address = null) =>
        new LinkFolder(SingularityHome.At(Path.Combine(_homes.Path, $"{credentials.InstanceId}-{_servers.Count}"))).Write(address ?? Address, credentials).Folder;

    /// <summary>A machine with a configuration of its own making, which keeps nothing back.</summary>
    public async Task<NatsConnection> ConnectUnrestrictedAsync(LinkCredentials credentials)
    {
        var trusted = _homes.Write($"{_servers.Count}.pem", credentials.CertificateAuthority!);
        var server = await StartAsync(_homes.Write(
            $"{_servers.Count}.conf",
            $"leafnodes {{ remotes: [{{ url: \"tls://{credentials.User}:{credentials.Password}@{Address}\", tls: {{ ca_file: \"{trusted}\" }} }}] }}\n"));
        return Connect(server, null);
    }

    public async Task<NatsServer> StartAsync(string configFile)
    {
        var server = await NatsServer.StartNewAsync(new NatsServerOptions { ConfigFile = configFile });
        _servers.Add(server);
        return server;
    }

    public NatsConnection Connect(NatsServer server, string? folder)
    {
        var password = folder is null ? null : PasswordIn(folder);
        var connection = new NatsConnection(NatsExtensions.Configure(NatsOpts.Default, "test") with
        {
            Url = password is null ? server.Address : $"nats://{ServerSettings.User}:{password}@127.0.0.1:{server.Port}",
        });
        _connections.Add(connection);
        return connection;
    }

    /// <summary>The password of the services beside the server of that folder.</summary>
    public static string PasswordIn(string folder) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder, ServerSettings.FileName)))!["parameters"]![ServerSettings.PasswordParameter]!.GetValue<string>();

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _authorityHome.Dispose();
        _homes.Dispose();
    }
}
