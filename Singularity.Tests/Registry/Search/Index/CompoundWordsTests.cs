using Singularity.Embeddings;
using Singularity.Registry.Search.Index;

namespace Singularity.Tests.Registry.Search.Index;

public sealed class CompoundWordsTests
{
    private readonly CompoundWords _compounds = new(StaticEncoder.OpenDefault());

    [Theory]
    [InlineData("filesystem", "file,system")]
    [InlineData("jsonwebtoken", "json,web,token")]
    [InlineData("stacktrace", "stack,trace")]
    public void Splits_words_written_as_one(string word, string expected) => _compounds.Split(word).ShouldBe(expected.Split(','));

    [Theory]
    [InlineData("streaming")]
    [InlineData("framework")]
    [InlineData("performance")]
    [InlineData("format")]
    [InlineData("xqzvkw")]
    [InlineData("abc")]
    [InlineData("utf8")]
    [InlineData("")]
    public void Leaves_plain_words_alone(string word) => _compounds.Split(word).ShouldBeEmpty();

    [Fact]
    public void Is_bounded_for_long_input()
    {
        _compounds.Split(new string('a', 1_000_000)).ShouldBeEmpty();
        _compounds.SplitAll(string.Concat(Enumerable.Repeat("filesystem ", 100_000))).Count.ShouldBeLessThan(100);
    }
}
