using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Singularity.Contracts.Identity;
using Singularity.Registry.Advisories;
using Singularity.Registry.Advisories.Api;
using Singularity.Registry.Advisories.Stores;
using Singularity.Registry.Collecting;
using Singularity.Registry.Storage.Embedded;
using Singularity.Registry.Upstreams;
using Singularity.ServiceDefaults.Home;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Advisories.Api;

public sealed class OsvApiFeedTests : IAsyncLifetime
{
    private static readonly AdvisoryKey Demo = AdvisoryKey.For(Ecosystem.Npm, "demo-lib");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private FakeOsvApi _api = null!;
    private IHost _host = null!;

    private IAdvisoryStore Store => _host.Services.GetRequiredService<IAdvisoryStore>();

    public async Task InitializeAsync()
    {
        _api = await FakeOsvApi.StartAsync();
        _host = Start(_api.Url.TrimEnd('/'));
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _api.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Asks_which_advisories_name_the_package_and_fetches_each()
    {
        _api.Publish("GHSA-1", OsvSamples.Json("GHSA-1"));
        _api.Publish("MAL-2:x", OsvSamples.Json("MAL-2:x"));

        await RefreshAsync();

        (await Store.FindAsync(Demo, CancellationToken.None)).Select(static d => d.Id).ShouldBe(["GHSA-1", "MAL-2:x"]);
        (await Store.FindCheckAsync(Demo, CancellationToken.None)).ShouldBe(_time.GetUtcNow());
        var question = _api.Requests[0];
        (question.Method, question.Path, question.Body).ShouldBe(("POST", "/v1/querybatch", """{"queries":[{"package":{"name":"demo-lib","ecosystem":"npm"}}]}"""));
        question.Headers["Content-Type"].ShouldBe("application/json");
        _api.Requests.Skip(1).Select(static r => $"{r.Method} {r.Path}").Order(StringComparer.Ordinal).ShouldBe(["GET /v1/vulns/GHSA-1", "GET /v1/vulns/MAL-2%3Ax"]);
    }

    [Fact]
    public async Task Asks_again_only_when_the_answer_is_old_and_fetches_only_what_changed()
    {
        _api.Publish("GHSA-1", OsvSamples.Json("GHSA-1"));
        _api.Publish("GHSA-2", OsvSamples.Json("GHSA-2"));
        await RefreshAsync();
        await RefreshAsync();
        _api.Count(FakeOsvApi.ListPath).ShouldBe(1);

        _api.Publish("GHSA-2", OsvSamples.Json("GHSA-2", modified: "2025-05-09T00:00:00Z", fix: "1.3.0"));
        _time.Advance(TimeSpan.FromHours(7));
        await RefreshAsync();

        _api.Count(FakeOsvApi.ListPath).ShouldBe(2);
        _api.Count("/v1/vulns/GHSA-1").ShouldBe(1);
        _api.Count("/v1/vulns/GHSA-2").ShouldBe(2);
        (await Store.FindAsync(Demo, CancellationToken.None))[1].Affected[0].Ranges[0].Events![1].Fixed.ShouldBe("1.3.0");
    }

    [Fact]
    public async Task Follows_the_pages_of_a_list()
    {
        _api.Publish("GHSA-1", OsvSamples.Json("GHSA-1"));
        _api.Publish("GHSA-2", OsvSamples.Json("GHSA-2"));
        _api.Fault(
            FakeOsvApi.ListPath,
            new FakeFault.Body("""{"results":[{"vulns":[{"id":"GHSA-1","modified":"2025-05-01T10:00:00Z"}],"next_page_token":"more"}]}"""), times: 1);

        await RefreshAsync();

        (await Store.FindAsync(Demo, CancellationToken.None)).Count.ShouldBe(2);
        _api.Requests.Where(static r => r.Path == FakeOsvApi.ListPath).Select(static r => r.Body)
            .ShouldContain("""{"queries":[{"package":{"name":"demo-lib","ecosystem":"npm"},"page_token":"more"}]}""");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("{\"results\":[]}")]
    [InlineData("{\"results\":7}")]
    public async Task An_answer_in_another_form_stores_nothing_and_claims_nothing(string body)
    {
        _api.Fault(FakeOsvApi.ListPath, new FakeFault.Body(body));

        await RefreshAsync();

        (await Store.FindCheckAsync(Demo, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_failing_api_is_left_alone_for_a_while_and_then_asked_again()
    {
        _api.Publish("GHSA-1", OsvSamples.Json("GHSA-1"));
        _api.Fault(FakeOsvApi.ListPath, new FakeFault.Status(500));
        await RefreshAsync();
        var asked = _api.Count(FakeOsvApi.ListPath);
        _api.Heal(FakeOsvApi.ListPath);

        await RefreshAsync();
        _api.Count(FakeOsvApi.ListPath).ShouldBe(asked);

        _time.Advance(TimeSpan.FromMinutes(2));
        await RefreshAsync();
        (await Store.FindAsync(Demo, CancellationToken.None)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_list_whose_advisories_cannot_all_be_fetched_is_asked_for_again()
    {
        _api.Publish("GHSA-1", OsvSamples.Json("GHSA-1"));
        _api.Fault("/v1/vulns/GHSA-1", new FakeFault.Status(500));

        await RefreshAsync();

        (await Store.FindCheckAsync(Demo, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task An_advisory_that_is_none_or_another_one_is_passed_over()
    {
        _api.Publish("GHSA-1", OsvSamples.Json("GHSA-1"));
        _api.Publish("GHSA-2", OsvSamples.Json("GHSA-2"));
        _api.Publish("GHSA-3", OsvSamples.Json("GHSA-3"));
        _api.Fault("/v1/vulns/GHSA-2", new FakeFault.Body(OsvSamples.Json("GHSA-9")));
        _api.Fault("/v1/vulns/GHSA-3", FakeFault.InvalidJson);

        await RefreshAsync();

        (await Store.FindAsync(Demo, CancellationToken.None)).ShouldHaveSingleItem().Id.ShouldBe("GHSA-1");
        (await Store.FindCheckAsync(Demo, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Asks_once_however_many_wait()
    {
        _api.Publish("GHSA-1", OsvSamples.Json("GHSA-1"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RefreshAsync()));

        _api.Count(FakeOsvApi.ListPath).ShouldBe(1);
    }

    [Fact]
    public async Task Is_not_asked_about_nuget_whose_names_it_finds_only_letter_by_letter()
    {
        var feed = _host.Services.GetRequiredService<OsvApiFeed>();

        await feed.RefreshAsync(AdvisoryKey.For(Ecosystem.NuGet, "newtonsoft.json"), "newtonsoft.json", CancellationToken.None);

        feed.Covers(Ecosystem.NuGet).ShouldBeFalse();
        _api.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Asks_under_both_spellings_of_a_crate()
    {
        _api.Fault(FakeOsvApi.ListPath, new FakeFault.Body("""{"results":[{},{}]}"""));

        await _host.Services.GetRequiredService<OsvApiFeed>().RefreshAsync(AdvisoryKey.For(Ecosystem.Cargo, "serde-json"), "serde-json", CancellationToken.None);

        _api.Requests.ShouldHaveSingleItem().Body.ShouldBe(
            """{"queries":[{"package":{"name":"serde-json","ecosystem":"crates.io"}},{"package":{"name":"serde_json","ecosystem":"crates.io"}}]}""");
    }

    private Task RefreshAsync() => _host.Services.GetRequiredService<OsvApiFeed>().RefreshAsync(Demo, "demo-lib", CancellationToken.None);

    private IHost Start(string url)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton(SingularityHome.At(_folder.Path));
        builder.Services.AddSingleton(typeof(SingleFlight<,>));
        builder.Services.AddSingleton<EmbeddedDatabase>().AddSingleton<IAdvisoryStore, EmbeddedAdvisories>();
        builder.Services.Configure<EmbeddedOptions>(options => options.File = Path.Combine(_folder.Path, "cache.db"));
        builder.Configuration["Advisories:Api"] = url;
        builder.Configuration["Upstreams:Attempts"] = "1";
        builder.AddUpstreams().AddAdvisories();
        return builder.Build();
    }
}
