using System.Net;
using System.Text;
using Singularity.Api.Json;
using Singularity.Api.Knowledge.Http;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api.Knowledge;

public sealed class LearningTests(NatsServerFixture nats, PostgresFixture postgres) : KnowledgeTest(nats, postgres)
{
    private static readonly (string Method, string Path, string Body, string Named)[] Malformed =
    [
        ("POST", "/api/patterns", "{}", "content"),
        ("POST", "/api/patterns", "{\"content\":null}", "content"),
        ("POST", "/api/patterns", "{\"content\":{\"kind\":\"song\",\"title\":\"t\",\"body\":\"b\"}}", "content.kind"),
        ("POST", "/api/patterns", "{\"content\":{\"kind\":\"code\",\"title\":\"\",\"body\":\"b\"}}", "content.title"),
        ("POST", "/api/patterns", "{\"content\":{\"kind\":\"code\",\"title\":\"t\",\"body\":\"b\",\"tags\":[\"\\u0000\"]}}", "content.tags[0]"),
        ("POST", "/api/patterns/x/feedback", "{\"success\":true}", "id"),
        ("POST", "/api/patterns/00000000000000000000000001/feedback", "{}", "success"),
        ("POST", "/api/patterns/00000000000000000000000001/feedback", "{\"sameAs\":\"00000000000000000000000001\"}", "sameAs"),
        ("POST", "/api/patterns/00000000000000000000000001/feedback", "{\"correction\":{\"changes\":{}}}", "correction"),
        ("GET", "/api/patterns", "", "q is what to look for"),
        ("GET", "/api/patterns?q=x&mode=3", "", "mode"),
        ("GET", "/api/patterns?q=x&kind=song", "", "kinds"),
        ("GET", "/api/patterns?q=x&limit=101", "", "limit"),
        ("GET", "/api/patterns?q=x&tag=%00", "", "tags"),
        ("GET", "/api/patterns/list?state=2", "", "state"),
        ("GET", "/api/patterns/list?after=x", "", "after"),
        ("GET", "/api/patterns/list?limit=0", "", "limit"),
        ("GET", "/api/patterns/x", "", "id"),
        ("DELETE", "/api/patterns/x", "", "id"),
    ];

    [Fact]
    public async Task Learns_once_shows_and_lists_what_it_learned_and_names_what_it_knows_already()
    {
        await StartAsync();
        using var first = await PostAsync("/api/patterns", new Learn(ObservationSamples.Content()), SingularityJson.Default.Learn);
        using var second = await PostAsync("/api/patterns", new Learn(ObservationSamples.Content()), SingularityJson.Default.Learn);

        var id = (await ReadAsync(first, HttpStatusCode.Created)).GetProperty("id").GetString();
        first.Headers.Location!.ToString().ShouldBe($"/api/patterns/{id}");
        var known = await ReadAsync(second, HttpStatusCode.OK);
        known.GetProperty("id").GetString().ShouldBe(id);
        known.GetProperty("isNew").GetBoolean().ShouldBeFalse();
        using var shown = await Client.GetAsync(first.Headers.Location);
        (await ReadAsync(shown, HttpStatusCode.OK)).GetProperty("pattern").GetProperty("content").GetProperty("title").GetString().ShouldBe("Retry with jitter");
        await LearnAsync(ObservationSamples.Content("Name the culture") with { Body = "Dates are parsed by a culture.", Code = null });
        using var list = await Client.GetAsync("/api/patterns/list?limit=1&state=live");
        var page = await ReadAsync(list, HttpStatusCode.OK);
        page.GetProperty("patterns")[0].GetProperty("pattern").GetProperty("id").GetString().ShouldBe(id);
        using var rest = await Client.GetAsync($"/api/patterns/list?after={page.GetProperty("next").GetString()}");
        (await ReadAsync(rest, HttpStatusCode.OK)).GetProperty("patterns").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Names_patterns_that_say_the_same_in_other_words_and_proposes_to_merge_them()
    {
        await StartAsync("Knowledge:VectorWait=00:00:20");
        var content = ObservationSamples.Content();
        var other = await LearnAsync(content);
        var learned = await AskAsync<Learn, PatternLearned>(
            Central.Peer.Subjects.Learn, new Learn(content with { Body = content.Body + " Then give up.", Code = "builder.AddRetry(new() { UseJitter = true, Delay = second });" }));

        var answer = learned.ShouldBeOfType<ServiceReply<PatternLearned>.Ok>().Value;
        answer.IsNew.ShouldBeTrue();
        var similar = answer.Similar.ShouldHaveSingleItem();
        similar.Other.ShouldBe(other);
        similar.Similarity.ShouldBeGreaterThan(0.92);
        (await ScalarAsync<string>("SELECT pattern_id || ' ' || other_id FROM observations WHERE type = 'merge-proposed'")).ShouldBe($"{answer.Id} {other}");
        (await ScalarAsync<long>("SELECT count(*) FROM outbox")).ShouldBe(3);
    }

    [Fact]
    public async Task Feedback_counts_corrects_and_merges_in_one_step()
    {
        await StartAsync();
        var first = await LearnAsync(ObservationSamples.Content("One"));
        var second = await LearnAsync(ObservationSamples.Content("Two", PatternKind.Prompt));
        var correction = new Corrected { Changes = new PatternChanges { Title = "First" } };
        using var response = await PostAsync($"/api/patterns/{first}/feedback", new FeedbackRequest(true, correction, second), ApiJson.Default.FeedbackRequest);

        var pattern = (await ReadAsync(response, HttpStatusCode.OK)).GetProperty("pattern");
        pattern.GetProperty("content").GetProperty("title").GetString().ShouldBe("First");
        pattern.GetProperty("uses").GetProperty("successes").GetInt64().ShouldBe(1);
        pattern.GetProperty("merged")[0].GetString().ShouldBe(second.ToString());
        (await ScalarAsync<long>("SELECT count(*) FROM observations")).ShouldBe(5);

        // What is said of the merged one is said of the one that stands for it.
        var used = await AskAsync<GiveFeedback, KnownPattern>(Central.Peer.Subjects.Feedback, new GiveFeedback(second, Success: false));
        used.ShouldBeOfType<ServiceReply<KnownPattern>.Ok>().Value.Pattern.Uses.Failures.ShouldBe(1);
    }

    [Fact]
    public async Task A_retracted_pattern_stays_so_and_nothing_is_written_again()
    {
        await StartAsync();
        var id = await LearnAsync(ObservationSamples.Content());
        using var retracted = await Client.DeleteAsync($"/api/patterns/{id}?reason=It%20was%20wrong.");
        using var again = await Client.DeleteAsync($"/api/patterns/{id}");
        using var shown = await Client.GetAsync($"/api/patterns/{id}");
        using var feedback = await PostAsync($"/api/patterns/{id}/feedback", new FeedbackRequest(true), ApiJson.Default.FeedbackRequest);

        (await ReadAsync(retracted, HttpStatusCode.OK)).GetProperty("ids")[0].GetString().ShouldBe(id.ToString());
        (await ReadAsync(again, HttpStatusCode.OK)).GetProperty("ids")[0].GetString().ShouldBe(id.ToString());
        (await ReadAsync(shown, HttpStatusCode.OK)).GetProperty("pattern").GetProperty("retraction").GetProperty("reason").GetString().ShouldBe("It was wrong.");
        (await ApiTest.ReadProblemAsync(feedback, HttpStatusCode.NotFound)).ShouldContain("retracted");
        (await ScalarAsync<long>("SELECT count(*) FROM observations")).ShouldBe(2);
    }

    [Fact]
    public async Task A_pattern_known_from_an_answer_alone_can_be_rated_and_retracted()
    {
        var far = ObservationSamples.Learn(ObservationSamples.Id(1), instance: "far");
        await Central.HoldAsync(far);
        await StartAsync();
        await AppearAsync();
        (await RecallAsync("retry with jitter", RecallMode.Central)).Hits.ShouldHaveSingleItem();
        var id = far.Observation.Id;
        await Eventually.IsTrueAsync(async () => await GetAsync(id) is ServiceReply<KnownPattern>.Ok, "the answer is cached");

        var rated = (await AskAsync<GiveFeedback, KnownPattern>(Central.Peer.Subjects.Feedback, new GiveFeedback(id, Success: true)))
            .ShouldBeOfType<ServiceReply<KnownPattern>.Ok>().Value;

        rated.Source.Authority.ShouldBe("centralcloud");
        rated.Pattern.LearnedBy.ShouldBe("far");
        (await ScalarAsync<string>("SELECT state FROM patterns")).ShouldBe("awaited");
        (await ScalarAsync<long>("SELECT count(*) FROM outbox")).ShouldBe(1);
        var retracted = await AskAsync<Retract, PatternsRetracted>(Central.Peer.Subjects.Retract, new Retract(id));
        retracted.ShouldBeOfType<ServiceReply<PatternsRetracted>.Ok>().Value.Ids.ShouldBe([id]);
        (await RecallAsync("retry with jitter", RecallMode.Central)).Hits.ShouldBeEmpty("the authority has not heard of it yet, and this instance has");
    }

    [Fact]
    public async Task What_is_not_right_is_400_and_names_the_field()
    {
        await StartAsync();
        foreach (var (method, path, body, named) in Malformed)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = body.Length > 0 ? new StringContent(body, Encoding.UTF8, "application/json") : null;
            using var response = await Client.SendAsync(request);

            (await ApiTest.ReadProblemAsync(response, HttpStatusCode.BadRequest)).ShouldContain(named, customMessage: $"{method} {path} {body}");
        }
    }

    [Fact]
    public async Task A_correction_or_a_reason_that_is_not_right_names_the_field_of_the_request()
    {
        await StartAsync();
        var id = await LearnAsync(ObservationSamples.Content());
        var title = new Corrected { Changes = new PatternChanges { Title = new string('x', 201) } };

        var corrected = await AskAsync<GiveFeedback, KnownPattern>(Central.Peer.Subjects.Feedback, new GiveFeedback(id, Success: true, title));
        var retracted = await AskAsync<Retract, PatternsRetracted>(Central.Peer.Subjects.Retract, new Retract(id, new string('x', 1_001)));

        corrected.ShouldBeOfType<ServiceReply<KnownPattern>.Failed>().ShouldSatisfyAllConditions(
            static failed => failed.Code.ShouldBe(400), static failed => failed.Message.ShouldStartWith("correction.changes.title"));
        retracted.ShouldBeOfType<ServiceReply<PatternsRetracted>.Failed>().ShouldSatisfyAllConditions(
            static failed => failed.Code.ShouldBe(400), static failed => failed.Message.ShouldStartWith("reason"));
        (await ScalarAsync<long>("SELECT count(*) FROM observations")).ShouldBe(1, "all of a request is written, or nothing");
    }

    [Fact]
    public async Task The_index_leads_to_a_description_of_every_endpoint_and_of_an_id()
    {
        await StartAsync();
        using var index = await Client.GetAsync("/");
        using var openApi = await Client.GetAsync((await ReadAsync(index, HttpStatusCode.OK)).GetProperty("openApi").GetString());

        var document = await ReadAsync(openApi, HttpStatusCode.OK);
        var paths = document.GetProperty("paths");
        paths.GetProperty("/api/patterns").GetProperty("post").GetProperty("responses").TryGetProperty("201", out _).ShouldBeTrue();
        paths.GetProperty("/api/patterns").GetProperty("get").GetProperty("responses").TryGetProperty("503", out _).ShouldBeTrue();
        paths.GetProperty("/api/patterns/{id}").TryGetProperty("delete", out _).ShouldBeTrue();
        paths.GetProperty("/api/patterns/{id}/feedback").TryGetProperty("post", out _).ShouldBeTrue();
        paths.GetProperty("/api/patterns/list").TryGetProperty("get", out _).ShouldBeTrue();
        document.GetRawText().ShouldContain("^[0-7][0-9A-HJKMNP-TV-Z]{25}$");
    }

    [Fact]
    public async Task What_nobody_learned_is_404()
    {
        await StartAsync();
        const string Path = "/api/patterns/00000000000000000000000001";
        using var get = await Client.GetAsync(Path);
        using var delete = await Client.DeleteAsync(Path);
        using var feedback = await PostAsync($"{Path}/feedback", new FeedbackRequest(true), ApiJson.Default.FeedbackRequest);
        var id = await LearnAsync(ObservationSamples.Content());
        using var sameAs = await PostAsync($"/api/patterns/{id}/feedback", new FeedbackRequest(SameAs: new Ulid(1)), ApiJson.Default.FeedbackRequest);

        foreach (var response in (HttpResponseMessage[])[get, delete, feedback, sameAs])
        {
            (await ApiTest.ReadProblemAsync(response, HttpStatusCode.NotFound)).ShouldContain("00000000000000000000000001");
        }
    }

    [Fact]
    public async Task While_the_database_is_away_it_is_503_over_HTTP_and_NATS()
    {
        await using var api = await ApiHost.StartAsync(NatsUrl, Prefix, "ConnectionStrings:singularity=Host=127.0.0.1;Port=1;Username=x;Timeout=1");
        using var http = await api.Client.GetAsync("/api/patterns?q=x");

        (await ApiTest.ReadProblemAsync(http, HttpStatusCode.ServiceUnavailable)).ShouldContain("PostgreSQL");
        await Eventually.IsTrueAsync(
            async () => await AskAsync<GetPattern, KnownPattern>(Central.Peer.Subjects.GetPattern, new GetPattern(new Ulid(1)))
                is ServiceReply<KnownPattern>.Failed { Code: 503, RetryAfter: not null },
            "503 over NATS");
    }

    [Fact]
    public async Task Without_a_database_it_says_what_to_configure()
    {
        await using var api = await ApiHost.StartAsync(NatsUrl, Prefix);
        using var response = await api.Client.GetAsync("/api/patterns/list");

        (await ApiTest.ReadProblemAsync(response, HttpStatusCode.ServiceUnavailable)).ShouldContain("ConnectionStrings:singularity");
    }

    private Task<ServiceReply<KnownPattern>> GetAsync(Ulid id) => AskAsync<GetPattern, KnownPattern>(Central.Peer.Subjects.GetPattern, new GetPattern(id));
}
