// The builder that takes their place says the same in more words.
#pragma warning disable CS0618
using System.Net;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Singularity.Tests.StandIns.Hosting;

namespace Singularity.Tests.AppHost;

public sealed class ProductTopologyTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Becomes_healthy_and_stops_without_leaving_a_process()
    {
        await using (var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Singularity_AppHost>(
            [$"SINGULARITY_HOME={_home.Path}", "Parameters:nats-password=bus", "Parameters:postgres-password=truth"]))
        await using (var application = await builder.BuildAsync())
        {
            await application.StartAsync();
            foreach (var resource in (string[])["nats", "postgres", "singularity", "centralcloud-db", "registry", "centralcloud", "api"])
                await application.ResourceNotifications.WaitForResourceHealthyAsync(resource).WaitAsync(Patience);

            using var client = application.CreateHttpClient("api");
            using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);

            var model = application.Services.GetRequiredService<DistributedApplicationModel>();
            var api = (IResourceWithEnvironment)model.Resources.Single(resource => resource.Name == "api");
            var environment = await api.GetEnvironmentVariableValuesAsync();
            environment["ConnectionStrings__nats"].ShouldBe(await application.GetConnectionStringAsync("nats"));
            environment["ConnectionStrings__singularity"].ShouldBe(await application.GetConnectionStringAsync("singularity"));
        }

        _home.CommandLines().ShouldBeEmpty();
    }
}
