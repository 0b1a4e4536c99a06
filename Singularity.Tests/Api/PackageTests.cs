using System.Net;
using System.Net.Http.Headers;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api;

public sealed class PackageTests(NatsServerFixture nats) : ApiTest(nats)
{
    [Fact]
    public async Task Answers_a_package_with_the_tier_that_served_it()
    {
        GetPackage? asked = null;
        await ServePackageAsync(request =>
        {
            asked = request;
            return Samples.Answer(request.Name, ServedBy.Embedded);
        });

        using var response = await Client.GetAsync("/api/packages/npm/express?version=%5E1&maxAge=60");

        var answer = await ReadAsync(response, HttpStatusCode.OK);
        answer.GetProperty("servedBy").GetString().ShouldBe("embedded");
        answer.GetProperty("package").GetProperty("name").GetString().ShouldBe("express");
        asked.ShouldNotBeNull().Version.ShouldBe("^1");
        asked.MaxAge.ShouldBe(60);
        response.Headers.Age.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Patterns_pass_through_where_they_are_asked_for()
    {
        IReadOnlyList<string>? asked = null;
        await ServePackageAsync(request =>
        {
            asked = request.Include;
            return Samples.Answer(request.Name) with { Patterns = [new PackagePattern(new Ulid(7), "Use routers", PatternKind.Code, 0.5, new PatternSource())] };
        });

        using var response = await Client.GetAsync("/api/packages/npm/express?include=patterns");
        using var other = await Client.GetAsync("/api/packages/npm/express?include=weather");

        var answer = await ReadAsync(response, HttpStatusCode.OK);
        answer.GetProperty("patterns")[0].GetProperty("title").GetString().ShouldBe("Use routers");
        asked.ShouldBe(["patterns"]);
        response.Headers.ETag.ShouldBeNull();
        (await ReadProblemAsync(other, HttpStatusCode.BadRequest)).ShouldContain("'patterns'");
    }

    [Fact]
    public async Task An_unchanged_package_is_304_whichever_tier_served_it()
    {
        var servedBy = ServedBy.Upstream;
        await ServePackageAsync(request => Samples.Answer(request.Name, servedBy, servedBy == ServedBy.Upstream ? 0 : 90_000));
        using var first = await Client.GetAsync("/api/packages/npm/express");
        servedBy = ServedBy.Kv;

        var tag = first.Headers.ETag.ShouldNotBeNull();
        using var second = await ConditionalAsync(tag);
        using var other = await ConditionalAsync(new EntityTagHeaderValue("\"other\""));

        tag.IsWeak.ShouldBeFalse();
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        second.Headers.ETag.ShouldBe(tag);
        (await second.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_bytes_of_the_answer_are_those_that_the_registry_sent()
    {
        var sent = "{\"package\":{\"ecosystem\":\"npm\",\"name\":\"express\",  \"of\":\"tomorrow\"},\"requested\":\"latest\",\"ageMs\":2000,\"stale\":false}"u8.ToArray();
        await Peer.ServeAsync<GetPackage, byte[]>(Subjects.Get, (_, _) => Task.FromResult<ServiceReply<byte[]>>(sent));

        using var response = await Client.GetAsync("/api/packages/npm/express");

        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(sent);
        response.Content.Headers.ContentType?.ToString().ShouldBe("application/json; charset=utf-8");
        response.Headers.Age.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task An_answer_that_is_none_is_500()
    {
        await Peer.ServeAsync<GetPackage, byte[]>(Subjects.Get, (_, _) => Task.FromResult<ServiceReply<byte[]>>("{\"other\":1}"u8.ToArray()));

        using var response = await Client.GetAsync("/api/packages/npm/express");

        (await ReadProblemAsync(response, HttpStatusCode.InternalServerError)).ShouldContain("same version");
    }

    [Theory]
    [InlineData("/api/packages/npm/%40angular%2Fcore")]
    [InlineData("/api/packages/npm/@angular%2fcore")]
    [InlineData("/api/packages/npm/@angular/core")]
    public async Task A_scoped_name_is_read_encoded_or_not(string path)
    {
        await ServePackageAsync(request => Samples.Answer(request.Name));

        using var package = await Client.GetAsync(path);
        using var versions = await Client.GetAsync(path + "/versions");
        using var snippets = await Client.GetAsync(path + "/snippets");

        (await ReadAsync(package, HttpStatusCode.OK)).GetProperty("package").GetProperty("name").GetString().ShouldBe("@angular/core");
        (await ReadAsync(versions, HttpStatusCode.OK)).GetProperty("versions").GetArrayLength().ShouldBe(2);
        (await ReadAsync(snippets, HttpStatusCode.OK)).GetProperty("purl").GetString().ShouldBe("pkg:npm/%40angular/core@1.2.3");
    }

    [Fact]
    public async Task A_package_that_is_named_like_an_endpoint_is_found()
    {
        await ServePackageAsync(request => Samples.Answer(request.Name));

        using var response = await Client.GetAsync("/api/packages/npm/@scope/snippets");

        (await ReadAsync(response, HttpStatusCode.OK)).GetProperty("package").GetProperty("name").GetString().ShouldBe("@scope/snippets");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(422)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task The_services_error_code_is_the_status(int code)
    {
        await ServePackageAsync(_ => new ServiceReply<PackageAnswer>.Failed(code, "What is wrong; what to do.", TimeSpan.FromSeconds(30)));

        using var response = await Client.GetAsync("/api/packages/npm/express");

        (await ReadProblemAsync(response, (HttpStatusCode)code)).ShouldBe("What is wrong; what to do.");
        response.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("/api/packages/cobol/x", "cobol")]
    [InlineData("/api/packages/npm/.hidden", ".hidden")]
    [InlineData("/api/packages/npm/@scope", "@scope")]
    [InlineData("/api/packages/npm/a%252Fb%2Fc", "a")]
    [InlineData("/api/packages/npm/x?maxAge=-1", "maxAge")]
    [InlineData("/api/packages/npm/x?maxAge=soon", "maxAge")]
    [InlineData("/api/packages?limit=0", "limit")]
    [InlineData("/api/packages?ecosystem=cobol", "cobol")]
    [InlineData("/api/search", "q")]
    [InlineData("/api/search?q=x&kinds=song", "song")]
    [InlineData("/api/search?q=x&limit=101", "limit")]
    [InlineData("/api/search?q=x&mode=fuzzy", "hybrid")]
    [InlineData("/api/search?q=x&maxAgeDays=0", "maxAgeDays")]
    [InlineData("/api/search?q=x&tokenBudget=0", "tokenBudget")]
    [InlineData("/api/search?q=x&snippetKinds=poem", "poem")]
    [InlineData("/api/search?q=x&snippetKinds=3", "doctest")]
    [InlineData("/api/search?q=x&licence=MIT", "license")]
    public async Task A_malformed_request_is_400_and_names_what_is_wrong(string path, string named)
    {
        using var response = await Client.GetAsync(path);

        (await ReadProblemAsync(response, HttpStatusCode.BadRequest)).ShouldContain(named);
    }

    [Fact]
    public async Task Answers_503_with_the_remedy_when_the_registry_is_down()
    {
        using var response = await Client.GetAsync("/api/packages/npm/express");

        (await ReadProblemAsync(response, HttpStatusCode.ServiceUnavailable)).ShouldContain("./singularity up");
    }

    [Fact]
    public async Task Answers_504_at_the_deadline_when_the_registry_is_silent()
    {
        await Peer.ServeAsync<GetPackage, PackageAnswer>(Subjects.Get, async (request, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return Samples.Answer(request.Name);
        });
        await using var api = await StartAnotherAsync("Api:ReadTimeout=00:00:00.500");

        using var response = await api.Client.GetAsync("/api/packages/npm/express");

        await ReadProblemAsync(response, HttpStatusCode.GatewayTimeout);
    }

    [Fact]
    public async Task Lists_searches_counts_and_deletes()
    {
        await Peer.ServeAsync<ListPackages, PackagePage>(
            Subjects.List, (request, _) => Task.FromResult<ServiceReply<PackagePage>>(new PackagePage([], $"{request.Prefix}|{request.After}|{request.Limit}")));
        await Peer.ServeAsync<SearchPackages, SearchAnswer>(
            Subjects.Search,
            (request, _) => Task.FromResult<ServiceReply<SearchAnswer>>(
                new SearchAnswer(
                    request.Query, $"{request.Mode}:{string.Join('+', request.Kinds ?? [])}:{request.Version}:{request.MaxAgeDays}:{request.TokenBudget}",
                    ServedBy.Postgres, [], "words alone")));
        await Peer.ServeAsync(
            Subjects.Stats, _ => Task.FromResult<ServiceReply<StorageStats>>(new StorageStats("one", 5, [], [], new UpstreamStats(1, 2, 3, 4))));
        await Peer.ServeAsync<DeletePackage, PackageDeleted>(
            Subjects.Delete, (request, _) => Task.FromResult<ServiceReply<PackageDeleted>>(new PackageDeleted(request.Version is null ? 9 : 1)));

        using var list = await Client.GetAsync("/api/packages?q=ex&after=express&limit=7&ecosystem=npm");
        using var search = await Client.GetAsync("/api/search?q=async%20runtime&kinds=package,snippet&version=1.0.0&maxAgeDays=30&tokenBudget=500");
        using var stats = await Client.GetAsync("/api/stats");
        using var deleted = await Client.DeleteAsync("/api/packages/npm/express?version=1.0.0");

        (await ReadAsync(list, HttpStatusCode.OK)).GetProperty("next").GetString().ShouldBe("ex|express|7");
        var answer = await ReadAsync(search, HttpStatusCode.OK);
        answer.GetProperty("mode").GetString().ShouldBe("hybrid:package+snippet:1.0.0:30:500");
        answer.GetProperty("notice").GetString().ShouldBe("words alone");
        (await ReadAsync(stats, HttpStatusCode.OK)).GetProperty("instance").GetString().ShouldBe("one");
        (await ReadAsync(deleted, HttpStatusCode.OK)).GetProperty("deleted").GetInt32().ShouldBe(1);
    }

    private async Task<HttpResponseMessage> ConditionalAsync(EntityTagHeaderValue known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/packages/npm/express");
        request.Headers.IfNoneMatch.Add(known);
        return await Client.SendAsync(request);
    }
}
