using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Search.Text;

namespace Singularity.Tests.Registry.Search.Text;

public sealed class StemmerTests
{
    // The examples of Porter's paper, each after all steps.
    [Theory]
    [InlineData("caresses", "caress")]
    [InlineData("ponies", "poni")]
    [InlineData("ties", "ti")]
    [InlineData("cats", "cat")]
    [InlineData("feed", "feed")]
    [InlineData("agreed", "agre")]
    [InlineData("plastered", "plaster")]
    [InlineData("motoring", "motor")]
    [InlineData("sing", "sing")]
    [InlineData("conflated", "conflat")]
    [InlineData("hopping", "hop")]
    [InlineData("falling", "fall")]
    [InlineData("filing", "file")]
    [InlineData("happy", "happi")]
    [InlineData("sky", "sky")]
    [InlineData("relational", "relat")]
    [InlineData("conditional", "condit")]
    [InlineData("digitizer", "digit")]
    [InlineData("operator", "oper")]
    [InlineData("feudalism", "feudal")]
    [InlineData("hopefulness", "hope")]
    [InlineData("sensibiliti", "sensibl")]
    [InlineData("triplicate", "triplic")]
    [InlineData("electrical", "electr")]
    [InlineData("goodness", "good")]
    [InlineData("allowance", "allow")]
    [InlineData("replacement", "replac")]
    [InlineData("adoption", "adopt")]
    [InlineData("effective", "effect")]
    [InlineData("probate", "probat")]
    [InlineData("rate", "rate")]
    [InlineData("cease", "ceas")]
    [InlineData("controll", "control")]
    [InlineData("roll", "roll")]
    [InlineData("generalizations", "gener")]
    [InlineData("oscillators", "oscil")]
    public void Strips_the_suffixes_of_the_paper(string word, string stem) => Stemmer.Stem(word).ShouldBe(stem);

    [Theory]
    [InlineData("utf8")]
    [InlineData("größen")]
    [InlineData("ab")]
    [InlineData("")]
    public void Leaves_alone_what_is_no_english_word(string word) => Stemmer.Stem(word).ShouldBe(word);

    [Theory]
    [InlineData("parsers", "parser")]
    [InlineData("retries", "retry")]
    [InlineData("scheduling", "scheduled")]
    [InlineData("connections", "connection")]
    public void Brings_forms_of_a_word_together(string one, string other) => Stemmer.Stem(one).ShouldBe(Stemmer.Stem(other));

    [Fact]
    public void Never_fails_and_never_lengthens_a_word() => Prop.ForAll(
        Gen.Choose('a', 'z').Select(static c => (char)c).ArrayOf().Select(static c => new string(c)).ToArbitrary(),
        static word => Stemmer.Stem(word) is var stem && stem.Length <= word.Length && (word.Length == 0 || stem.Length > 0)).QuickCheckThrowOnFailure();
}
