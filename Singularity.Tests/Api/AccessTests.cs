using System.Net;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api;

public sealed class AccessTests(NatsServerFixture nats) : ApiTest(nats)
{
    protected override string[] Settings => ["Api:Hosts:0=devbox", "Api:Origins:0=http://localhost:3000"];

    [Theory]
    [InlineData("Host", "evil.example", false)]
    [InlineData("Host", "evil.example:5080", false)]
    [InlineData("Host", "localhost", true)]
    [InlineData("Host", "127.0.0.1:5080", true)]
    [InlineData("Host", "[::1]:5080", true)]
    [InlineData("Host", "DevBox", true)]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "http://localhost:9999", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Origin", "http://localhost:3000", true)]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    public async Task Only_this_machines_names_and_allowed_pages_are_served(string header, string value, bool served)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation(header, value).ShouldBeTrue();

        using var response = await Client.SendAsync(request);

        if (served)
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        else
        {
            await ReadProblemAsync(response, HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task Pages_of_its_own_are_served()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Origin", Client.BaseAddress!.GetLeftPart(UriPartial.Authority));

        using var response = await Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("urls=http://0.0.0.0:0")]
    [InlineData("urls=http://127.0.0.1:0;http://*:0")]
    [InlineData("urls=http://[::]:0")]
    [InlineData("Kestrel:Endpoints:Http:Url=http://0.0.0.0:0")]
    public async Task Beyond_loopback_it_refuses_to_start_without_a_key(string setting)
    {
        var failure = await Should.ThrowAsync<InvalidOperationException>(() => StartAnotherAsync(setting));

        failure.Message.ShouldContain("Api:Key");
    }

    [Fact]
    public async Task With_a_key_set_only_its_holders_are_served()
    {
        await using var api = await StartAnotherAsync("Api:Key=0123456789abcdef");

        using var without = await api.Client.GetAsync("/");
        api.Client.DefaultRequestHeaders.Add("X-Api-Key", "0123456789abcdeX");
        using var wrong = await api.Client.GetAsync("/");
        using var probe = await api.Client.GetAsync("/alive");
        api.Client.DefaultRequestHeaders.Remove("X-Api-Key");
        api.Client.DefaultRequestHeaders.Add("X-Api-Key", "0123456789abcdef");
        using var right = await api.Client.GetAsync("/");

        (await ReadProblemAsync(without, HttpStatusCode.Unauthorized)).ShouldContain("X-Api-Key");
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        probe.StatusCode.ShouldBe(HttpStatusCode.OK);
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_index_leads_to_a_description_of_every_endpoint()
    {
        using var index = await Client.GetAsync("/");
        using var openApi = await Client.GetAsync((await ReadAsync(index, HttpStatusCode.OK)).GetProperty("openApi").GetString());

        var paths = (await ReadAsync(openApi, HttpStatusCode.OK)).GetProperty("paths");
        paths.GetProperty("/api/packages/{ecosystem}/{name}").GetProperty("get").GetProperty("responses").TryGetProperty("503", out _).ShouldBeTrue();
        paths.GetProperty("/api/packages/collect").TryGetProperty("post", out _).ShouldBeTrue();
        paths.GetProperty("/api/search").TryGetProperty("get", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_address_is_a_problem_too()
    {
        using var response = await Client.GetAsync("/api/nothing");

        await ReadProblemAsync(response, HttpStatusCode.NotFound);
    }
}
