using System.Net;
using System.Net.Http.Headers;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams;

public sealed class FakeNpmRegistryTests
{
    [Fact]
    public async Task Serves_packuments_with_an_entity_tag_and_archives_that_match_their_integrity()
    {
        await using var npm = await FakeNpmRegistry.StartAsync();
        npm.Publish("@scope/demo", "1.2.0", ("README.md", "# Demo"));
        using var http = new HttpClient { BaseAddress = new Uri(npm.Url) };

        using var first = await http.GetAsync(FakeNpmRegistry.PackumentPath("@scope/demo"));
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = new HttpRequestMessage(HttpMethod.Get, FakeNpmRegistry.PackumentPath("@scope/demo"));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag.ShouldNotBeNull());
        using var second = await http.SendAsync(again);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        var tarball = await http.GetByteArrayAsync("@scope/demo/-/demo-1.2.0.tgz");
        (await first.Content.ReadAsStringAsync()).Replace("\\u002B", "+", StringComparison.Ordinal).ShouldContain(
            Convert.ToBase64String(System.Security.Cryptography.SHA512.HashData(tarball)));
        npm.Count("/@scope%2Fdemo").ShouldBe(2);
    }

    [Fact]
    public async Task Faults_end_after_the_given_number_of_requests()
    {
        await using var npm = await FakeNpmRegistry.StartAsync();
        npm.Publish("demo", "1.0.0");
        npm.Fault("/demo", new FakeFault.Status(503, "7"), times: 1);
        using var http = new HttpClient { BaseAddress = new Uri(npm.Url) };

        using var first = await http.GetAsync("demo");
        first.Headers.RetryAfter.ShouldBe(new RetryConditionHeaderValue(TimeSpan.FromSeconds(7)));
        using var second = await http.GetAsync("demo");
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
