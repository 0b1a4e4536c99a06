using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Home;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Cli.Patterns;

/// <summary>The verbs of knowledge as a process of their own, beside a service that answers what the test gave it.</summary>
[Collection("nats")]
public sealed class KnowledgeCommandTests(NatsServerFixture nats) : IAsyncLifetime
{
    private static readonly Ulid Id = Ulid.Parse("01JD2Z5N8V3Y6T4R9Q7W0X1K2M");
    private static readonly Ulid Other = Ulid.Parse("01JD2Z5N8V3Y6T4R9Q7W0X1K2N");

    private readonly TemporaryFolder _home = new();
    private readonly string _prefix = NatsPeer.NewPrefix();
    private NatsPeer _service = null!;

    public Task InitializeAsync()
    {
        _service = new NatsPeer(nats.Url, _prefix);
        new BusAddress(SingularityHome.At(_home.Path)).Write(nats.Url, _prefix);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Learns_what_was_typed_and_says_what_seems_the_same()
    {
        var asked = await ServeAsync<Learn, PatternLearned>(_service.Subjects.Learn, new PatternLearned(Id, true, [new MergeCandidate(Other, 0.954)]));
        var code = _home.Write("repo.ex", "Repo.insert_all(Post, posts)\n");

        var text = await RunAsync(
            "learn", "--kind", "workaround", "--title", "Insert in one statement", "--body", "Use **insert_all**.", "--language", "elixir", "--tag", "database", "--tag", "ecto",
            "--package", "pkg:hex/ecto@>=3.11", "--symbol", "Ecto.Repo.insert_all/3", "--code", code);
        var json = await RunAsync("learn", "--kind", "code", "--title", "t", "--file", code, "--json");

        text.Exit.ShouldBe(0, text.Error);
        text.Output.ShouldContain($"{Id} learned.");
        text.Output.ShouldContain($"{Other} seems to say the same (0.95)");
        JsonNode.Parse(json.Output)!["id"]!.GetValue<string>().ShouldBe(Id.ToString());
        var content = asked.First().Content;
        (content.Kind, content.Title, content.Body, content.Language).ShouldBe((PatternKind.Workaround, "Insert in one statement", "Use **insert_all**.", "elixir"));
        content.Tags.ShouldBe(["database", "ecto"]);
        content.Code.ShouldBe("Repo.insert_all(Post, posts)\n");
        var package = content.Packages.ShouldHaveSingleItem();
        (package.Purl, package.Range).ShouldBe(("pkg:hex/ecto", ">=3.11"));
        package.Symbols.ShouldBe(["Ecto.Repo.insert_all/3"]);
        asked.Last().Content.Body.ShouldBe("Repo.insert_all(Post, posts)\n");
    }

    [Fact]
    public async Task Learns_a_whole_pattern_from_JSON()
    {
        var asked = await ServeAsync<Learn, PatternLearned>(_service.Subjects.Learn, new PatternLearned(Id, false, []));
        var file = _home.Write("pattern.json", """{"kind":"prompt","title":"Ask for a plan","body":"First.","tags":["review"]}""");
        var broken = _home.Write("broken.json", """{"kind":"prompt","title":""");

        var learned = await RunAsync("learn", "--json-file", file);
        var refused = await RunAsync("learn", "--json-file", broken);
        var both = await RunAsync("learn", "--json-file", file, "--title", "twice");

        learned.Exit.ShouldBe(0, learned.Error);
        learned.Output.ShouldContain("nothing was written");
        asked.ShouldHaveSingleItem().Content.Tags.ShouldBe(["review"]);
        refused.Exit.ShouldBe(2);
        refused.Error.ShouldContain("broken.json is not a pattern in JSON");
        both.Exit.ShouldBe(2);
    }

    [Fact]
    public async Task Recalls_and_explains_where_each_answer_came_from_and_what_its_score_is_made_of()
    {
        var fetched = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
        var asked = await ServeAsync<Recall, RecallAnswer>(_service.Subjects.QueryKnowledge, new RecallAnswer(
            "bulk insert",
            [
                Hit(Id, "laptop-1", new PatternSource(), 0.81),
                Hit(Other, "rtx-4080", new PatternSource("central-box", fetched, IsExpired: true), 0.42),
            ],
            "words-256", new CentralShare(CentralOutcome.Answered, 12.5, 1, "One note.")));

        var text = await RunAsync("recall", "bulk insert", "--mode", "central", "--kind", "code", "--tag", "database", "--limit", "5", "--explain");
        var plain = await RunAsync("recall", "bulk", "insert");
        var json = await RunAsync("recall", "bulk insert", "--json");

        text.Exit.ShouldBe(0, text.Error);
        text.Output.ShouldContain("instance laptop-1, 2025-12-01 00:00:00Z");
        text.Output.ShouldContain("this machine");
        text.Output.ShouldContain("instance rtx-4080");
        text.Output.ShouldContain("authority central-box, fetched 2026-03-04 05:06:07Z, expired");
        text.Output.ShouldContain("score 0.81: relevance 0.90 (words 1.00, meaning 0.80)");
        text.Output.ShouldContain("0.546 = (0.400 uses + 0.247 success + 0.133 instances) x 0.70 penalty");
        text.Output.ShouldContain("12 uses (11 helped, 1 did not), 2 instances, W 0.617 from 9.5 of 10.5 after ageing, 1 weaknesses");
        text.Output.ShouldContain("pkg:hex/ecto@3.12.0#Ecto.Repo.all/3: it is gone");
        text.Output.ShouldContain("CentralCloud answered in 12.5 ms and brought 1 of the hits; vectors of words-256");
        text.Output.ShouldContain("One note.");
        plain.Output.ShouldContain("Insert in one statement");
        plain.Output.ShouldNotContain("rtx-4080");
        JsonNode.Parse(json.Output)!["hits"]![1]!["source"]!["authority"]!.GetValue<string>().ShouldBe("central-box");
        var first = asked.First();
        (first.Query, first.Mode, first.Limit, first.Kinds!.Single()).ShouldBe(("bulk insert", RecallMode.Central, 5, PatternKind.Code));
        first.Tags.ShouldBe(["database"]);
        asked.ElementAt(1).ShouldBe(new Recall("bulk insert"));
    }

    [Fact]
    public async Task Text_of_patterns_cannot_drive_the_terminal()
    {
        var hit = Hit(Id, "evil", new PatternSource(), 0.5);
        hit = hit with { Pattern = hit.Pattern with { Content = hit.Pattern.Content! with { Title = "[red]title[/]\u001b[2J", Body = "body\u001b]0;x\u0007" } } };
        await ServeAsync<Recall, RecallAnswer>(_service.Subjects.QueryKnowledge, new RecallAnswer("x", [hit], null, new CentralShare(CentralOutcome.NotAsked)));

        var text = await RunAsync("recall", "x", "--explain");

        text.Exit.ShouldBe(0, text.Error);
        text.Output.ShouldContain("[red]title[/]");
        text.Output.ShouldNotContain('\u001b');
        text.Output.ShouldNotContain('\u0007');
    }

    [Fact]
    public async Task Gives_feedback_corrects_merges_and_retracts()
    {
        var asked = await ServeAsync<GiveFeedback, KnownPattern>(_service.Subjects.Feedback, Known());
        var retracted = await ServeAsync<Retract, PatternsRetracted>(_service.Subjects.Retract, new PatternsRetracted([Id, Other]));

        var helped = await RunAsync("feedback", Id.ToString().ToLowerInvariant(), "--success");
        var failed = await RunAsync(
            "feedback", $"{Id}", "--failure", "--title", "Better", "--answers", "pkg:hex/ecto@3.12.0#Ecto.Repo.all/3", "--same-as", $"{Other}", "--json");
        var gone = await RunAsync("retract", $"{Id}", "--reason", "wrong");

        helped.Exit.ShouldBe(0, helped.Error);
        helped.Output.ShouldContain("12 uses");
        failed.Exit.ShouldBe(0, failed.Error);
        JsonNode.Parse(failed.Output)!["pattern"]!["id"]!.GetValue<string>().ShouldBe(Id.ToString());
        asked.First().ShouldBe(new GiveFeedback(Id, true));
        var second = asked.Last();
        (second.Success, second.SameAs, second.Correction!.Changes).ShouldBe((false, Other, new PatternChanges { Title = "Better" }));
        second.Correction.Answers.ShouldBe(["pkg:hex/ecto@3.12.0#Ecto.Repo.all/3"]);
        gone.Output.ShouldContain($"Retracted: {Id}, {Other}");
        retracted.ShouldHaveSingleItem().ShouldBe(new Retract(Id, "wrong"));
    }

    [Fact]
    public async Task Shows_patterns_and_the_machines_that_the_authority_has_seen()
    {
        await ServeAsync<ListPatterns, PatternPage>(_service.Subjects.ListPatterns, new PatternPage([Known()], Other));
        await ServeAsync<GetPattern, KnownPattern>(_service.Subjects.GetPattern, Known());
        var seen = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
        await ServeAsync<ListInstances, InstancePage>(_service.Subjects.InstanceList, new InstancePage(
            [new CentralInstance("laptop-1", "ada-laptop", "1.2.0", seen, seen, "Development", 7, seen, 42, "Two machines say that they are laptop-1.")], "laptop-1"));

        var list = await RunAsync("patterns");
        var one = await RunAsync("patterns", $"{Id}");
        var instances = await RunAsync("instances");
        var json = await RunAsync("instances", "--json");

        list.Output.ShouldContain("Insert in one statement");
        list.Output.ShouldContain($"--after {Other}");
        one.Output.ShouldContain("pkg:hex/ecto >=3.11");
        instances.Output.ShouldContain("ada-laptop");
        instances.Output.ShouldContain("7 since 2026-03-04 05:06Z");
        instances.Output.ShouldContain("laptop-1: Two machines say that they are laptop-1.");
        JsonNode.Parse(json.Output)!["instances"]![0]!["observations"]!.GetValue<int>().ShouldBe(42);
    }

    [Theory]
    [InlineData("A pattern needs --kind and --title", "learn", "--body", "b")]
    [InlineData("--body and --file say the same", "learn", "--kind", "code", "--title", "t", "--body", "b", "--file", "x")]
    [InlineData("--symbol belongs to one --package", "learn", "--kind", "code", "--title", "t", "--body", "b", "--symbol", "s")]
    [InlineData("'npn' is not an ecosystem", "learn", "--kind", "code", "--title", "t", "--body", "b", "--package", "npn:zod")]
    [InlineData("exclude each other", "feedback", "01JD2Z5N8V3Y6T4R9Q7W0X1K2M", "--success", "--failure")]
    [InlineData("Say whether it helped", "feedback", "01JD2Z5N8V3Y6T4R9Q7W0X1K2M")]
    [InlineData("is not the id of a pattern", "retract", "01JD")]
    [InlineData("--mode is local, hybrid or central", "recall", "x", "--mode", "far")]
    [InlineData("--kind is one of", "recall", "x", "--kind", "poem")]
    public async Task Says_what_is_wrong_with_what_was_typed(string problem, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        result.Exit.ShouldBe(2);
        result.Error.ShouldContain(problem);
    }

    [Fact]
    public async Task Without_services_it_says_that_knowledge_needs_them()
    {
        using var empty = new TemporaryFolder();

        var text = await CliProcess.RunAsync(empty.Path, "http://127.0.0.1:1", "recall", "anything");
        var json = await CliProcess.RunAsync(empty.Path, "http://127.0.0.1:1", "learn", "--kind", "code", "--title", "t", "--body", "b", "--json");
        var nobody = await RunAsync("instances");

        text.Exit.ShouldBe(4);
        text.Error.ShouldContain("PostgreSQL");
        text.Error.ShouldContain("./singularity up");
        json.Exit.ShouldBe(4);
        JsonNode.Parse(json.Output)!["code"]!.GetValue<int>().ShouldBe(ErrorCodes.Unavailable);
        nobody.Exit.ShouldBe(4);
        nobody.Error.ShouldContain("centralcloud.instances.list");
    }

    private Task<CliResult> RunAsync(params string[] arguments) => CliProcess.RunAsync(_home.Path, "http://127.0.0.1:1", arguments);

    private async Task<ConcurrentQueue<TRequest>> ServeAsync<TRequest, TReply>(string subject, TReply reply)
    {
        var asked = new ConcurrentQueue<TRequest>();
        await _service.ServeAsync<TRequest, TReply>(subject, (request, _) =>
        {
            asked.Enqueue(request);
            return Task.FromResult<ServiceReply<TReply>>(new ServiceReply<TReply>.Ok(reply));
        });
        return asked;
    }

    private static KnownPattern Known() => new(Pattern(Id, "laptop-1"), Score, new PatternSource());

    private static PatternHit Hit(Ulid id, string learnedBy, PatternSource source, double score) =>
        new(Pattern(id, learnedBy), Score, score, new PatternRelevance(0.9, 1, 0.8), source);

    private static PatternScore Score => new(0.546, 0.4, 0.2468, 0.1333, 0.7, 12, 2, 9.5, 10.5, 0.617, 1, false, 20_000);

    private static Pattern Pattern(Ulid id, string learnedBy) => new()
    {
        Id = id,
        State = PatternState.Live,
        LearnedBy = learnedBy,
        LearnedAt = new HybridTime(1_764_547_200_000, 0),
        Uses = new PatternUses(11, 1, [], []),
        Weaknesses = [new Weakness("pkg:hex/ecto@3.12.0#Ecto.Repo.all/3", "it is gone", learnedBy, new HybridTime(1_764_547_200_000, 1))],
        Content = new PatternContent
        {
            Kind = PatternKind.Code,
            Title = "Insert in one statement",
            Body = "Use **insert_all**.",
            Packages = [new PackageReference { Purl = "pkg:hex/ecto", Range = ">=3.11" }],
        },
    };
}
