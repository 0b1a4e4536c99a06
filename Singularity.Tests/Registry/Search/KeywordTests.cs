using Singularity.Registry.Search;

namespace Singularity.Tests.Registry.Search;

public sealed class KeywordTests
{
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
    public void Names_the_words_of_the_query_that_stand_in_the_text_in_any_form() =>
        QueryTerms.FoundIn("Date-parsers for the RETRY", "A parser of dates, parseDate()").ShouldBe(["date", "parsers"]);
}
