using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Packages;
using Singularity.Registry.Knowledge;
using Singularity.Registry.Messaging;
using Singularity.Registry.Tiers;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Messaging;

public sealed class AnswerWriterTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Writes_the_contract_around_the_records_own_bytes()
    {
        var entry = Entry("1.4.2");
        _time.Advance(TimeSpan.FromSeconds(90));

        using var reply = new AnswerWriter(_time).Write(entry, "^1.0", ServedBy.Kv, stale: true, null);

        reply.Bytes.Span.IndexOf(entry.Record.Span).ShouldBe("{\"package\":".Length);
        var answer = JsonSerializer.Deserialize(reply.Bytes.Span, SingularityJson.Default.PackageAnswer).ShouldNotBeNull();
        answer.Package.Name.ShouldBe("demo");
        (answer with { Package = null! }).ShouldBe(new PackageAnswer(null!, "^1.0", "1.4.2", ServedBy.Kv, 90_000, true));
    }

    [Fact]
    public void A_record_from_the_future_has_no_age()
    {
        using var reply = new AnswerWriter(_time).Write(
            Entry("1.0.0") with { ValidatedAt = _time.GetUtcNow().AddHours(1) }, "latest", ServedBy.Memory, stale: false, null);

        JsonSerializer.Deserialize(reply.Bytes.Span, SingularityJson.Default.PackageAnswer)!.AgeMs.ShouldBe(0);
    }

    [Fact]
    public void Snippets_follow_and_those_that_do_not_fit_are_counted()
    {
        var code = new string('x', 400_000);
        Snippet[] snippets = [.. Enumerable.Range(0, 4).Select(i => new Snippet { Id = $"{i}", Kind = SnippetKind.Example, Title = "t", Code = code, Path = "a.js", Line = 1, Purl = "pkg:npm/demo@1.0.0", Tokens = 1 })];

        using var reply = new AnswerWriter(_time).Write(Entry("1.0.0"), "latest", ServedBy.Memory, stale: false, snippets);

        var answer = JsonSerializer.Deserialize(reply.Bytes.Span, SingularityJson.Default.PackageAnswer).ShouldNotBeNull();
        answer.Snippets.ShouldNotBeNull().Select(static s => s.Id).ShouldBe(["0", "1"]);
        answer.SnippetsLeftOut.ShouldBe(2);
        reply.Bytes.Length.ShouldBeLessThan(1024 * 1024);
    }

    [Fact]
    public void Patterns_stand_behind_what_is_written_without_them()
    {
        var found = new PackagePattern(new Ulid(7), "Say \"plant\",\"requested\":1", PatternKind.Code, 0.25, new PatternSource("central"), ">= 1.0");
        var writer = new AnswerWriter(_time);
        using var without = writer.Write(Entry("1.0.0"), "latest", ServedBy.Memory, stale: false, []);
        using var with = writer.Write(Entry("1.0.0"), "latest", ServedBy.Memory, stale: false, [], new JoinedPatterns([found]));
        using var none = writer.Write(Entry("1.0.0"), "latest", ServedBy.Memory, stale: false, [], new JoinedPatterns(null, "PostgreSQL is away."));

        with.Bytes.Span.StartsWith(without.Bytes.Span[..^1]).ShouldBeTrue();
        JsonSerializer.Deserialize(with.Bytes.Span, SingularityJson.Default.PackageAnswer)!.Patterns.ShouldNotBeNull().ShouldBe([found]);
        var answer = JsonSerializer.Deserialize(none.Bytes.Span, SingularityJson.Default.PackageAnswer)!;
        (answer.Patterns, answer.PatternsNote).ShouldBe((null, "PostgreSQL is away."));
    }

    [Fact]
    public void No_snippets_are_an_empty_list()
    {
        using var reply = new AnswerWriter(_time).Write(Entry("1.0.0"), "latest", ServedBy.Memory, stale: false, []);

        var answer = JsonSerializer.Deserialize(reply.Bytes.Span, SingularityJson.Default.PackageAnswer).ShouldNotBeNull();
        answer.Snippets.ShouldNotBeNull().ShouldBeEmpty();
        answer.SnippetsLeftOut.ShouldBeNull();
    }

    [Fact]
    public void Any_text_that_was_asked_for_comes_back_as_it_was() => Prop.ForAll<string>(given =>
    {
        // Half a surrogate pair is no text: no JSON could have brought it.
        var text = string.Concat((given ?? "").EnumerateRunes());

        using var reply = new AnswerWriter(_time).Write(Entry("1.0.0"), text, ServedBy.Memory, stale: false, null);

        JsonSerializer.Deserialize(reply.Bytes.Span, SingularityJson.Default.PackageAnswer)!.Requested.ShouldBe(text);
    }).QuickCheckThrowOnFailure();

    private PackageEntry Entry(string version) => PackageEntry.From(
        new PackageRecord
        {
            Ecosystem = Ecosystem.Npm,
            Name = "demo",
            Version = version,
            Readme = "# Demo \"quoted\"",
            CollectedAt = _time.GetUtcNow(),
            ValidatedAt = _time.GetUtcNow(),
        },
        7);
}
