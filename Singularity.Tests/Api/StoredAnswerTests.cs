using System.Text;
using System.Text.Json;
using Singularity.Api.Packages;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;

namespace Singularity.Tests.Api;

public sealed class StoredAnswerTests
{
    private static readonly PackageAnswer Answer = Samples.Answer("express");

    [Fact]
    public void Who_served_it_and_when_it_was_confirmed_do_not_change_the_tag()
    {
        var other = Answer with
        {
            ServedBy = ServedBy.Postgres,
            AgeMs = 12,
            Package = Answer.Package with { ValidatedAt = Answer.Package.ValidatedAt.AddDays(3).AddTicks(1) },
        };

        Read(other).Tag.ShouldBe(Read(Answer).Tag);
        Read(other).AgeMs.ShouldBe(12);
    }

    public static TheoryData<string, PackageAnswer> Changes => new()
    {
        { "readme", Answer with { Package = Answer.Package with { Readme = "# New" } } },
        { "etag", Answer with { Package = Answer.Package with { ETag = "x" } } },
        { "collected", Answer with { Package = Answer.Package with { CollectedAt = Answer.Package.CollectedAt.AddSeconds(1) } } },
        { "requested", Answer with { Requested = "next" } },
        { "resolved", Answer with { Resolved = "1.2.4" } },
        { "stale", Answer with { Stale = true } },
        { "tags", Answer with { Package = Answer.Package with { DistTags = new Dictionary<string, string> { ["validatedAt"] = "1" } } } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whatever_else_changes_changes_the_tag(string what, PackageAnswer changed) => Read(changed).Tag.ShouldNotBe(Read(Answer).Tag, what);

    [Fact]
    public void A_tag_of_the_registry_that_is_named_like_a_fact_is_not_taken_for_it()
    {
        static PackageAnswer Tagged(string value) => Answer with
        {
            Package = Answer.Package with
            {
                DistTags = new Dictionary<string, string> { ["validatedAt"] = value, ["requested"] = value },
                Readme = "\"validatedAt\":\"never\",\"requested\":\"x\"",
            },
            Requested = "\",\"requested\":\"",
        };

        Read(Tagged("1.0.0")).Tag.ShouldNotBe(Read(Tagged("2.0.0")).Tag);
        Read(Tagged("1.0.0")).Tag.ShouldBe(Read(Tagged("1.0.0") with { AgeMs = 5 }).Tag);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"package\":{}}")]
    [InlineData("{\"package\":{},\"requested\":")]
    [InlineData("{\"package\":{},\"requested\":\"x\",\"ageMs\":\"soon\"}")]
    [InlineData("{\"package\":{},\"requested\":\"x\",\"ageMs\":1e400}")]
    [InlineData("{\"package\":{},\"requested\":\"x\",\"resolved\":[")]
    public void What_is_no_answer_is_not_read(string text) => StoredAnswer.Read(Encoding.UTF8.GetBytes(text)).ShouldBeNull();

    private static StoredAnswer Read(PackageAnswer answer) =>
        StoredAnswer.Read(JsonSerializer.SerializeToUtf8Bytes(answer, SingularityJson.Default.PackageAnswer)).ShouldNotBeNull();
}
