using Singularity.Registry.Search.Text;

namespace Singularity.Tests.Registry.Search.Text;

public sealed class DistinctWordsTests
{
    [Fact]
    public void Keeps_each_word_once_in_whatever_form_and_no_stop_words() =>
        DistinctWords.Of("Parses the dates. A parser parses\ndates, parseDate!", 100).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(["Parses", "dates", "parser", "parseDate"]);

    [Fact]
    public void Is_bounded()
    {
        var text = string.Join(' ', Enumerable.Range(0, 100_000).Select(static i => $"word{i}"));
        DistinctWords.Of(text, 50).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(50);
        DistinctWords.Of(null, 50).ShouldBeEmpty();
        DistinctWords.Of(new string('x', 10_000_000), 50).ShouldBeEmpty();
    }
}
