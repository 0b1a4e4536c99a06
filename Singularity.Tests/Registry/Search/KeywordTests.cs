using Singularity.Registry.Search;

namespace Singularity.Tests.Registry.Search;

public sealed class KeywordTests
{
    [Fact]
    public void Names_the_words_of_the_query_that_stand_in_the_text_in_any_form() =>
        QueryTerms.FoundIn("Date-parsers for the RETRY", "A parser of dates, parseDate()").ShouldBe(["date", "parsers"]);

    [Fact]
    public void Names_the_words_of_the_query_as_they_were_asked_and_what_no_word_is_as_it_is() =>
        QueryTerms.AsWritten("Retries for nodemailer", ["retri", "node"]).ShouldBe(["retries", "node"]);
}
