using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Search.Text;

namespace Singularity.Tests.Registry.Search.Text;

public sealed class TermReaderTests
{
    [Theory]
    [InlineData("parseDate", "pars,date,parsed")]
    [InlineData("parseJSONText", "pars,json,text,parsejsontext")]
    [InlineData("Hello, world-wide WEB", "hello,world,wide,web")]
    [InlineData("snake_case_name", "snake,case,name")]
    [InlineData("utf8 es2020 HTTP2Server", "utf8,es2020,http2,server,http2server")]
    [InlineData("naïve Größe", "naïve,größe")]
    [InlineData("  …  💥", "")]
    [InlineData("x", "x")]
    public void Reads_words_and_the_parts_of_identifiers(string text, string expected) =>
        Read(text).Select(static t => t.Term).ShouldBe(expected.Split(',', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Counts_parts_and_puts_the_whole_at_the_last_of_them() =>
        Read("one twoThree four").Select(static t => t.Position).ShouldBe([0, 1, 2, 2, 3]);

    [Fact]
    public void Passes_over_runs_that_are_no_words() =>
        Read($"before {new string('A', TermReader.Longest + 1)} after").Select(static t => t.Term).ShouldBe(["befor", "after"]);

    [Fact]
    public void Knows_stop_words_before_it_stems_them() =>
        Read("this is the having parser").Where(static t => t.Stop).Select(static t => t.Term).Count().ShouldBe(4);

    [Fact]
    public void Reads_any_text_into_terms_of_letters_and_digits() => Prop.ForAll<string>(static text =>
        Read(text ?? "").All(static t => t.Term.Length is > 0 and <= TermReader.Longest && t.Term.All(char.IsLetterOrDigit))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_query_keeps_its_stop_words_only_when_it_has_nothing_else()
    {
        SearchTerms.Of("how to parse a date, and dates").ShouldBe(["pars", "date"]);
        SearchTerms.Of("if then").ShouldBe(["if", "then"]);
        SearchTerms.Of("💥 &|!").ShouldBeEmpty();
    }

    private static List<(string Term, int Position, bool Stop)> Read(string text)
    {
        var terms = new List<(string, int, bool)>();
        var reader = new TermReader(text);
        while (reader.Next())
        {
            terms.Add((reader.Term.ToString(), reader.Position, reader.IsStopWord));
        }

        return terms;
    }
}
