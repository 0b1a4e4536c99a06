using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Search.Text;
using Singularity.Registry.Storage.Embedded;

namespace Singularity.Tests.Registry.Storage;

public sealed class WordSieveTests
{
    private static readonly string[] Forms =
    [
        "retry", "retries", "retrying", "parse", "parser", "parsing", "relational", "relate", "happy", "happiness", "connection", "connect", "io", "I/O", "database",
        "databases", "milliseconds", "readable", "try", "tries", "sensitivity", "sensitive", "générer", "naïve",
    ];

    [Fact]
    public void What_has_a_word_of_the_query_in_any_form_passes() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Gen.Elements(Forms).ToArbitrary(), Gen.Elements(Forms).ToArbitrary(), static (asked, written) =>
        {
            var text = $"const x = {written.ToUpperInvariant()}(1);";
            var sieve = new WordSieve($"zebra {asked}");
            if (SearchTerms.Of(written).Intersect(SearchTerms.Of(asked)).Any(static term => term.Length > 1))
            {
                sieve.WordsIn(JsonSerializer.SerializeToUtf8Bytes(text)).ShouldNotBe(0u, $"{asked} in {text}");
                sieve.CountIn(null, text).ShouldBeGreaterThan(0, $"{asked} in {text}");
            }
        }));

    [Fact]
    public void What_has_none_is_held_back()
    {
        var sieve = new WordSieve("retry with backoff");
        sieve.WordsIn("\"parse the date\""u8).ShouldBe(0u);
        sieve.WordsIn("\"no BackOffs\""u8).ShouldBe(2u);
        sieve.CountIn("no backoffs", "retrial").ShouldBe(2);
        new WordSieve("😀").WordsIn("\"anything\""u8).ShouldBe(0u);
        new WordSieve(string.Join(' ', Enumerable.Range(0, 100).Select(static i => $"word{i}x"))).Words.ShouldBe(32);
    }
}
