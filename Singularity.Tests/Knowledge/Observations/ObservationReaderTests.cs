using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Folding;
using Singularity.Knowledge.Observations;
using Singularity.Tests.Support;

namespace Singularity.Tests.Knowledge.Observations;

public sealed class ObservationReaderTests
{
    private const string Envelope =
        """
        "id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","patternId":"01ARZ3NDEKTSV4RRFFQ69G5FAV","instanceId":"one","stamp":{"wallMs":5,"counter":0}
        """;

    private static readonly string Whole = Encoding.UTF8.GetString(ObservationSamples.Learn(ObservationSamples.Id(1)).Json.Span);

    [Fact]
    public void What_is_written_is_read_and_the_bytes_stay() => Check.QuickThrowOnFailure(Prop.ForAll(ObservationSamples.Arbitrary, observations =>
    {
        foreach (var observation in observations)
        {
            var read = ObservationReader.Read(observation.Json).ShouldBeOfType<ObservationReading.Read>().Observation;
            ObservationJson.Write(read.Observation).ShouldBe(observation.Json.ToArray());
            read.Digest.ShouldBe(observation.Digest);
            read.IsUnderstood.ShouldBeTrue();
        }
    }));

    [Fact]
    public void No_bytes_make_reading_throw() => Check.QuickThrowOnFailure(Prop.ForAll(
        HostileText.Arbitrary, Gen.Choose(0, 10_000).ToArbitrary(), (text, at) =>
        {
            at %= Whole.Length;
            Read(text);
            Read(Whole[..at]);
            Read(Whole[..at] + text + Whole[at..]);
            Read($$"""{"schema":2,{{Envelope}},"new":"{{text}}"}""");
        }));

    [Fact]
    public void A_fact_of_a_newer_schema_is_kept_as_it_came_and_folded_as_not_understood()
    {
        var json = $$"""{"schema":2, {{Envelope}}, "endorsed":{"by":[1,{"x":null}] } }""";

        var read = Read(json).ShouldBeOfType<ObservationReading.Read>().Observation;
        read.IsUnderstood.ShouldBeFalse();
        Encoding.UTF8.GetString(read.Json.Span).ShouldBe(json);
        PatternFold.Fold([read]).Single().NotUnderstood.ShouldBe(1);
    }

    [Theory]
    [InlineData(""" "learned":{"content":{"kind":"ritual","title":"t","body":"b"}} """)]
    [InlineData(""" "used":{"success":"mostly"} """)]
    [InlineData(""" "used":7 """)]
    [InlineData(""" "used":{"success":true},"retracted":{} """)]
    public void What_a_newer_schema_made_of_a_known_fact_is_kept_and_an_old_one_is_refused(string fact)
    {
        Read($$"""{"schema":2,{{Envelope}},{{fact}}}""").ShouldBeOfType<ObservationReading.Read>().Observation.IsUnderstood.ShouldBeFalse();
        Read($$"""{"schema":1,{{Envelope}},{{fact}}}""").ShouldBeOfType<ObservationReading.Invalid>();
    }

    [Fact]
    public void A_known_fact_of_a_newer_schema_is_folded_and_what_is_new_in_it_stays_in_the_bytes()
    {
        var json = $$"""{"schema":3,{{Envelope}},"used":{"success":true,"durationMs":12},"mood":"good"}""";

        var read = Read(json).ShouldBeOfType<ObservationReading.Read>().Observation;
        read.IsUnderstood.ShouldBeTrue();
        PatternFold.Fold([read]).Single().Uses.Successes.ShouldBe(1);
        Encoding.UTF8.GetString(read.Json.Span).ShouldBe(json);
    }

    [Theory]
    [InlineData("""{"schema":1}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"schema":2,"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV"}""")]
    [InlineData("""{"schema":0,"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","patternId":"01ARZ3NDEKTSV4RRFFQ69G5FAV","instanceId":"one","stamp":{"wallMs":5,"counter":0},"used":{"success":true}}""")]
    [InlineData("""{"schema":2,"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","patternId":"01ARZ3NDEKTSV4RRFFQ69G5FAV","instanceId":"a.b","stamp":{"wallMs":5,"counter":0}}""")]
    [InlineData("""{"schema":2,"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","patternId":"01ARZ3NDEKTSV4RRFFQ69G5FAV","instanceId":"one","stamp":{"wallMs":-1,"counter":0}}""")]
    [InlineData("""{"schema":2,"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","patternId":"01ARZ3NDEKTSV4RRFFQ69G5FAV","instanceId":"one","stamp":{"wallMs":5,"counter":2000000}}""")]
    [InlineData("""{"schema":2,"schema":2,"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","patternId":"01ARZ3NDEKTSV4RRFFQ69G5FAV","instanceId":"one","stamp":{"wallMs":5,"counter":0}}""")]
    public void What_has_no_right_envelope_is_refused(string json) => Read(json).ShouldBeOfType<ObservationReading.Invalid>();

    [Fact]
    public void Depth_size_and_broken_UTF_8_are_refused()
    {
        Read($$"""{"schema":2,{{Envelope}},"deep":{{new string('[', 5_000)}}{{new string(']', 5_000)}}}""").ShouldBeOfType<ObservationReading.Invalid>();
        Read($$"""{"schema":2,{{Envelope}},"long":"{{new string('x', KnowledgeLimits.ObservationBytes)}}"}""")
            .ShouldBeOfType<ObservationReading.Invalid>().Problem.ShouldContain("262144");
        byte[] broken = [.. Encoding.UTF8.GetBytes($$"""{"schema":2,{{Envelope}},"text":" """), 0xC3, 0x28, .. "\"}"u8];
        ObservationReader.Read(broken).ShouldBeOfType<ObservationReading.Invalid>();
    }

    [Fact]
    public void Every_limit_is_named_with_its_field()
    {
        Problem(c => c with { Title = new string('x', 201) }).ShouldBe("learned.content.title is 1 to 200 characters, not blank, without control characters.");
        Problem(c => c with { Title = " " }).ShouldContain("title");
        Problem(c => c with { Title = "a\u001b[2J" }).ShouldContain("title");
        Problem(c => c with { Title = "half \ud83d" }).ShouldContain("title");
        Problem(c => c with { Body = "nul \0" }).ShouldContain("body");
        Problem(c => c with { Body = new string('x', 20_001) }).ShouldContain("20000");
        Problem(c => c with { Code = new string('x', 40_001) }).ShouldContain("code");
        Problem(c => c with { Language = "" }).ShouldContain("language");
        Problem(c => c with { Kind = new PatternKind("ritual") }).ShouldContain("tool-use");
        Problem(c => c with { Tags = [.. Enumerable.Repeat("t", 21)] }).ShouldBe("learned.content.tags has at most 20 entries.");
        Problem(c => c with { Tags = ["ok", ""] }).ShouldContain("tags[1]");
        Problem(c => c with { Packages = [new PackageReference { Purl = "npm:express" }] }).ShouldContain("packages[0].purl");
        Problem(c => c with { Packages = [new PackageReference { Purl = "pkg:pypi/Zope.Interface" }] }).ShouldContain("pkg:pypi/zope-interface");
        Problem(c => c with { Packages = [new PackageReference { Purl = "pkg:hex/ecto@3.11.0" }] }).ShouldContain("range");
        Problem(c => c with { Packages = [new PackageReference { Purl = "pkg:hex/ecto", Range = new string('1', 257) }] }).ShouldContain("packages[0].range");
        Problem(c => c with { Packages = [new PackageReference { Purl = "pkg:hex/ecto", Symbols = [.. Enumerable.Repeat("s", 51)] }] }).ShouldContain("symbols");
        Problem(static c => c).ShouldBe("none");

        var id = ObservationSamples.Id(9);
        ObservationRule.Problem(ObservationSamples.Observe(ObservationSamples.Id(8), id, new Learned { Content = ObservationSamples.Content() }))!.ShouldContain("patternId");
        ObservationRule.Problem(ObservationSamples.Observe(ObservationSamples.Id(8), id, new MergeConfirmed { Other = id }))!.ShouldContain("mergeConfirmed.other");
        ObservationRule.Problem(ObservationSamples.Observe(ObservationSamples.Id(8), id, new MergeProposed { Other = ObservationSamples.Id(1), Similarity = double.NaN }))!
            .ShouldContain("similarity");
        ObservationRule.Problem(ObservationSamples.Observe(ObservationSamples.Id(8), id, new Weakened { Cause = "", Reason = "r" }))!.ShouldContain("weakened.cause");
    }

    private static string Problem(Func<PatternContent, PatternContent> change)
    {
        var id = ObservationSamples.Id(9);
        return ObservationRule.Problem(ObservationSamples.Observe(id, id, new Learned { Content = change(ObservationSamples.Content()) })) ?? "none";
    }

    private static ObservationReading Read(string json) => ObservationReader.Read(Encoding.UTF8.GetBytes(json));
}
