using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Search;

namespace Singularity.Tests.Registry.Search;

public sealed class KeywordTests
{
    [Theory]
    [InlineData("parseDate", "parse,parsedate,date")]
    [InlineData("Hello, world-wide WEB", "hello,world,wide,web")]
    [InlineData("  …  ", "")]
    [InlineData("x", "x")]
    public void Splits_text_into_words_and_identifiers_into_parts(string text, string expected) =>
        QueryTerms.Split(text).Order(StringComparer.Ordinal).ShouldBe(expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));

    [Fact]
    public void Splits_any_text_into_words_without_blanks() => Prop.ForAll<string>(text =>
        QueryTerms.Split(text ?? "").All(static word => word.Length > 0 && !word.Any(char.IsWhiteSpace))).QuickCheckThrowOnFailure();

    [Fact]
    public void Ranks_the_rarer_word_and_the_shorter_text_higher()
    {
        string[] texts = ["web server", "web server and much more text that says little", "web parser", "web"];

        var ranked = Bm25.Rank("web parser", texts, static t => t, 10);

        ranked[0].Item.ShouldBe("web parser");
        ranked.Select(static r => r.Item).ToList().IndexOf("web server").ShouldBeLessThan(
            ranked.Select(static r => r.Item).ToList().IndexOf("web server and much more text that says little"));
    }

    [Fact]
    public void Finds_plural_and_singular_alike() => QueryTerms.FoundIn("date parsers", "A parser of dates").ShouldBe(["date", "parsers"]);
}
