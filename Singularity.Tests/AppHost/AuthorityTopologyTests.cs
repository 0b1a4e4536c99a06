using System.Text.Json.Nodes;
using Aspire.Hosting.Testing;
using NATS.Client.Core;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Linking;
using Singularity.ServiceDefaults.Home;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Registry.Cli;
using Singularity.Tests.Registry.Linking;
using Singularity.Tests.StandIns.Hosting;
using Singularity.Tests.Support;

namespace Singularity.Tests.AppHost;

/// <summary>The whole of an authority as its AppHost starts it, asked from a linked machine.</summary>
public sealed class AuthorityTopologyTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly TemporaryHome _home = new();
    private readonly TemporaryFolder _machine = new();

    public void Dispose()
    {
        _home.Dispose();
        _machine.Dispose();
    }

    [Fact]
    public async Task CentralCloud_answers_over_the_link()
    {
        var address = new LinkAddress("127.0.0.1", ServerProcess.FreePort());
        var authority = new AuthorityFolder(SingularityHome.At(_home.Path), null);
        authority.Initialize("hub", address, CertificatePair.SelfSigned(["127.0.0.1"], TimeProvider.System.GetUtcNow()), tls: true);
        var link = new LinkFolder(SingularityHome.At(_machine.Path)).Write(address, authority.Grant("laptop-1", out _)!);

        await using (var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Singularity_AppHost>(
            [$"SINGULARITY_HOME={_home.Path}", "Parameters:postgres-password=truth", "--role", "authority"]))
        await using (var application = await builder.BuildAsync())
        {
            await application.StartAsync();
            await application.ResourceNotifications.WaitForResourceHealthyAsync("centralcloud").WaitAsync(Patience);
            await using var leaf = await NatsServer.StartNewAsync(new NatsServerOptions { ConfigFile = Path.Combine(link.Folder, NatsSettings.ConfigFile) });
            await using var connection = new NatsConnection(NatsExtensions.Configure(NatsOpts.Default, "test") with
            {
                Url = $"nats://{ServerSettings.User}:{LinkedServers.PasswordIn(link.Folder)}@127.0.0.1:{leaf.Port}",
            });
            var requester = new NatsRequester(connection, TimeProvider.System);

            await Eventually.IsTrueAsync(
                async () => await requester.RequestAsync<ListInstances, CentralCloudStats>(
                    new Subjects().CentralStats, new ListInstances(), TimeSpan.FromSeconds(2), CancellationToken.None) is ServiceReply<CentralCloudStats>.Ok,
                "CentralCloud answers over the link",
                Patience);

            // The command line on this host, which has no registry that would say where the bus is.
            var listed = await CliProcess.RunAsync(_home.Path, "http://127.0.0.1:1", "instances", "--json");
            listed.Exit.ShouldBe(0, listed.Error);
            JsonNode.Parse(listed.Output)!["instances"]!.AsArray().ShouldBeEmpty();
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(Path.Combine(_home.Path, "run", "bus.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            _home.CommandLines().ShouldAllBe(line => !line.Contains(LinkedServers.PasswordIn(authority.Folder), StringComparison.Ordinal));
        }

        _home.CommandLines().ShouldBeEmpty();
    }
}
