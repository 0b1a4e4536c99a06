using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Messaging;

[Collection("registry")]
public sealed class ExamplesSearchTests(RegistryServers servers) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private FakeNpmRegistry _npm = null!;
    private RegistryHost _host = null!;

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _npm.Publish("againly", "1.0.0", ("README.md",
            """
            # againly

            ## Retry a request

            Load the page again when it fails:

            ```js
            await againly(() => load(page))
            ```

            With a limit:

            ```js
            await againly(() => load(page), { times: 3 })
            ```

            ## Colors

            ```js
            againly.colors(false)
            ```
            """));
        _host = await RegistryHost.StartAsync(servers.Nats.Url, await servers.Postgres.CreateDatabaseAsync(), _npm, _folder.Path);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _npm.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Of_one_package_what_has_to_do_with_the_query_comes_and_without_one_all_as_it_stands()
    {
        var retry = (await AskAsync(new SearchExamples("retry a request", "npm:againly"))).Ok();
        var all = (await AskAsync(new SearchExamples(Package: "npm:againly"))).Ok();

        retry.Package.ShouldBe("pkg:npm/againly@1.0.0");
        retry.Snippets.Take(2).ShouldAllBe(static snippet => snippet.Title == "Retry a request");
        retry.Tokens.ShouldBe(retry.Snippets.Sum(static snippet => snippet.Tokens));
        all.Snippets.Select(static snippet => snippet.Line).ShouldBe([8, 14, 20]);
    }

    [Fact]
    public async Task Within_a_budget_snippets_are_whole_and_neighbours_of_a_section_joined()
    {
        var both = (await AskAsync(new SearchExamples("retry a request", "npm:againly", Limit: 2, TokenBudget: 1000))).Ok();
        var one = (await AskAsync(new SearchExamples("retry a request", "npm:againly", Limit: 2, TokenBudget: 9))).Ok();

        both.Snippets.ShouldHaveSingleItem().Code.ShouldBe("await againly(() => load(page))\n\nawait againly(() => load(page), { times: 3 })");
        both.Snippets[0].Line.ShouldBe(8);
        one.Snippets.ShouldAllBe(static snippet => snippet.Tokens <= 9);
        one.Snippets.Count.ShouldBe(1);
        one.LeftOut.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_request()
    {
        (await AskAsync(new SearchExamples())).Failed().Message.ShouldContain("query");
        (await AskAsync(new SearchExamples("x", Limit: 0))).Failed().Message.ShouldContain("limit");
        (await AskAsync(new SearchExamples("x", TokenBudget: 0))).Failed().Code.ShouldBe(ErrorCodes.BadRequest);
        (await AskAsync(new SearchExamples("x", "gopher:x"))).Failed().Code.ShouldBe(ErrorCodes.BadRequest);
    }

    private Task<ServiceReply<ExamplesAnswer>> AskAsync(SearchExamples request) =>
        _host.AskAsync<SearchExamples, ExamplesAnswer>(_host.Subjects.ExamplesSearch, request);
}
