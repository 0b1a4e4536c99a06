using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Advisories.Osv;

namespace Singularity.Tests.Registry.Advisories.Osv;

public sealed class OsvReaderTests
{
    [Fact]
    public void Reads_what_matching_and_reading_need()
    {
        var document = Good(OsvSamples.Json("GHSA-aaaa-bbbb-cccc"));

        document.Id.ShouldBe("GHSA-aaaa-bbbb-cccc");
        document.Modified.ShouldBe(new DateTimeOffset(2025, 5, 1, 10, 0, 0, TimeSpan.Zero));
        document.Aliases.ShouldBe(["CVE-2025-0001"]);
        document.Severity.ShouldHaveSingleItem().Score.ShouldBe(OsvSamples.Critical);
        document.DatabaseSpecific!.Severity.ShouldBe("MODERATE");
        var affected = document.Affected.ShouldHaveSingleItem();
        affected.Package!.Name.ShouldBe("demo-lib");
        var range = affected.Ranges.ShouldHaveSingleItem();
        range.Type.ShouldBe("SEMVER");
        range.Events!.Select(static e => e.Introduced ?? e.Fixed).ShouldBe(["0", "1.2.0"]);
    }

    [Fact]
    public void Takes_nulls_and_odd_shapes_where_databases_differ()
    {
        var document = Good(
            """
            {"id":"X-1","modified":"2025-01-01T00:00:00+02:00","aliases":null,"severity":null,"references":[null],"details":null,
             "affected":[null,{"package":{"ecosystem":"npm","name":"a"},"ranges":null,"versions":["1.0.0",null],"severity":null}],
             "database_specific":{"severity":{"rating":7}},"credits":[{"name":7}]}
            """);

        document.Affected.ShouldHaveSingleItem().Versions.ShouldBe(["1.0.0"]);
        document.DatabaseSpecific.ShouldBeNull();
        document.References.ShouldBeEmpty();
    }

    [Fact]
    public void Passes_over_a_byte_order_mark() =>
        OsvReader.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(OsvSamples.Json("X-1"))]).ShouldBeOfType<OsvReading.Read>();

    [Fact]
    public void Keeps_only_packages_of_known_ecosystems()
    {
        var mixed = JsonNode.Parse(OsvSamples.Json("X-1"))!;
        mixed["affected"]!.AsArray().Add(JsonNode.Parse("""{"package":{"ecosystem":"Debian:12","name":"demo"}}"""));

        Good(mixed.ToJsonString()).Affected.ShouldHaveSingleItem();
        Read(OsvSamples.Json("X-2", ecosystem: "Go")).ShouldBe(new OsvReading.Elsewhere("X-2"));
    }

    [Theory]
    [InlineData("", "not an OSV document")]
    [InlineData("null", "null")]
    [InlineData("[]", "not an OSV document")]
    [InlineData("{\"id\":\"X-1\"", "not an OSV document")]
    [InlineData("{}", "no id")]
    [InlineData("{\"id\":\"X 1\\u001b\",\"modified\":\"2025-01-01T00:00:00Z\"}", "X 1?")]
    [InlineData("{\"id\":\"X-1\"}", "modified")]
    [InlineData("{\"id\":\"X-1\",\"modified\":\"yesterday\"}", "$.modified")]
    [InlineData("{\"id\":\"X-1\",\"modified\":\"2025-01-01T00:00:00Z\",\"affected\":{}}", "$.affected")]
    [InlineData("{\"id\":\"X-1\",\"modified\":\"2025-01-01T00:00:00Z\",\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":7}}]}", "name")]
    public void Says_what_is_wrong(string json, string part) => Read(json).ShouldBeOfType<OsvReading.Bad>().Message.ShouldContain(part);

    [Fact]
    public void Refuses_a_document_beyond_its_limits_as_a_whole()
    {
        var versions = string.Join(',', Enumerable.Range(0, OsvLimits.Versions + 1).Select(static i => $"\"1.0.{i}\""));
        var nested = string.Concat(Enumerable.Repeat("{\"a\":", 10_000));

        Read(Affected($"\"versions\":[{versions}]")).ShouldBeOfType<OsvReading.Bad>().Message.ShouldContain("versions");
        Read(Affected($"\"versions\":[\"{new string('1', OsvLimits.Version + 1)}\"]")).ShouldBeOfType<OsvReading.Bad>().Message.ShouldContain("characters");
        Read($"{{\"id\":\"X-1\",\"database_specific\":{nested}").ShouldBeOfType<OsvReading.Bad>();
        OsvReader.Read(new byte[OsvLimits.Bytes + 1]).ShouldBeOfType<OsvReading.Bad>().Message.ShouldContain("bytes");

        static string Affected(string part) =>
            $"{{\"id\":\"X-1\",\"modified\":\"2025-01-01T00:00:00Z\",\"affected\":[{{\"package\":{{\"ecosystem\":\"npm\",\"name\":\"a\"}},{part}}}]}}";
    }

    [Fact]
    public void Cuts_what_is_only_shown()
    {
        var wordy = JsonNode.Parse(OsvSamples.Json("X-1"))!;
        wordy["summary"] = new string('s', 10_000);
        wordy["details"] = new string('d', 100_000);
        wordy["references"] = new JsonArray([.. Enumerable.Range(0, 1_000).Select(static i => new JsonObject { ["type"] = "WEB", ["url"] = $"https://example.org/{i}" })]);

        var document = Good(wordy.ToJsonString());

        document.Summary!.Length.ShouldBe(OsvLimits.Summary);
        document.Details!.Length.ShouldBe(OsvLimits.Details);
        document.References.Count.ShouldBe(OsvLimits.References);
    }

    [Fact]
    public void Leaves_out_links_that_lead_elsewhere_than_to_the_web()
    {
        var json = OsvSamples.Json("X-1").Replace("https://example.org/blog", "javascript:alert(1)", StringComparison.Ordinal);

        Good(json).References.ShouldHaveSingleItem().Type.ShouldBe("ADVISORY");
    }

    [Fact]
    public void No_change_of_a_byte_makes_it_throw()
    {
        var bytes = Encoding.UTF8.GetBytes(OsvSamples.Json("X-1"));
        var changes = Gen.Choose(0, bytes.Length - 1).SelectMany(at => Gen.Choose(0, 255).Select(value => (at, value))).ListOf();
        Check.QuickThrowOnFailure(Prop.ForAll(changes.ToArbitrary(), list =>
        {
            var changed = bytes.ToArray();
            foreach (var (at, value) in list)
            {
                changed[at] = (byte)value;
            }

            return OsvReader.Read(changed) is not null && OsvReader.Read(changed.AsSpan(0, changed.Length / 2)) is OsvReading.Bad;
        }));
    }

    private static OsvReading Read(string json) => OsvReader.Read(Encoding.UTF8.GetBytes(json));

    private static Singularity.Contracts.Packages.OsvDocument Good(string json) => OsvSamples.Document(json);
}
