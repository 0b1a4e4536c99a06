using Singularity.Registry.Search;

namespace Singularity.Tests.Registry.Search;

public sealed class QueryTermsTests
{
    [Fact]
    public void Names_the_words_of_the_query_as_they_were_asked_and_what_no_word_is_as_it_is() =>
        QueryTerms.AsWritten("Retries for nodemailer", ["retri", "node"]).ShouldBe(["retries", "node"]);
}
