using FsCheck;
using FsCheck.Fluent;
using Singularity.Embeddings.Text;

namespace Singularity.Tests.Embeddings.Text;

public sealed class WordRunsTests
{
    [Theory]
    [InlineData("Parse JSON, quickly!", "Parse|JSON|quickly")]
    [InlineData("read_file-v2", "read|file|v2")]
    [InlineData("C++ and F# (not a# b)", "C++|and|F#|not|a#|b")]
    [InlineData("co++ 1++", "co|1")]
    [InlineData("größe 東京", "größe|東京")]
    [InlineData("", "")]
    [InlineData("😀 … --", "")]
    public void Finds_runs_of_letters_and_digits(string text, string expected) => Runs(text).ShouldBe(expected);

    [Theory]
    [InlineData("getUserName", "get|User|Name")]
    [InlineData("HTTPServer", "HTTP|Server")]
    [InlineData("utf8Decode", "utf|8|Decode")]
    [InlineData("plain", "plain")]
    [InlineData("ABC", "ABC")]
    [InlineData("X", "X")]
    [InlineData("", "")]
    public void Splits_identifiers_at_capitals_and_digits(string run, string expected)
    {
        var parts = new List<string>();
        foreach (var part in new WordParts(run))
        {
            parts.Add(part.ToString());
        }

        string.Join('|', parts).ShouldBe(expected);
    }

    [Fact]
    public void The_parts_of_any_run_make_the_run() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), static text =>
    {
        foreach (var run in new WordRuns(text ?? ""))
        {
            var joined = "";
            foreach (var part in new WordParts(run))
            {
                part.Length.ShouldBeGreaterThan(0);
                joined += part.ToString();
            }

            joined.ShouldBe(run.ToString());
        }
    }));

    private static string Runs(string text)
    {
        var runs = new List<string>();
        foreach (var run in new WordRuns(text))
        {
            runs.Add(run.ToString());
        }

        return string.Join('|', runs);
    }
}
