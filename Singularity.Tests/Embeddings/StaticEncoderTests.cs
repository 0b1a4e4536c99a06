using System.Numerics.Tensors;
using FsCheck;
using FsCheck.Fluent;
using Singularity.Embeddings;
using Singularity.Tests.Support;

namespace Singularity.Tests.Embeddings;

public sealed class StaticEncoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_text_is_the_sum_of_its_words_at_length_1()
    {
        var vector = Encode("JSON file");
        TensorPrimitives.Norm(vector).ShouldBe(1, 1e-5f);
        (vector[1] / vector[2]).ShouldBe(2f / 3, 0.01f);
        vector[0].ShouldBe(0);
    }

    [Theory]
    [InlineData("parseJsonFile", "parse json file")]
    [InlineData("parse_json-file", "parse json file")]
    [InlineData("TypeScript", "typescript")]
    [InlineData("GRÖSSE größe", "größe grösse")]
    public void Identifiers_are_read_as_their_words(string identifier, string words) => Encode(identifier).ShouldBe(Encode(words));

    [Fact]
    public void An_unknown_word_is_the_mean_of_its_n_grams() => Encode("zzzz")[SmallModel.Dimensions - 1].ShouldBe(1, 1e-5f);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("😀 !!! ---")]
    public void A_text_without_words_has_no_vector(string text)
    {
        var vector = new float[SmallModel.Dimensions];
        vector[0] = 42;
        Small().TryEncode(text, vector).ShouldBeFalse();
        vector[0].ShouldBe(42);
    }

    [Fact]
    public void Unknown_words_of_untrained_n_grams_have_no_vector() =>
        Small(bucket: 0).TryEncode("zzzz", new float[SmallModel.Dimensions]).ShouldBeFalse();

    [Fact]
    public void A_sum_that_is_not_finite_is_refused()
    {
        float[] sum = [1, float.NaN, 0, 0, 0, 0, 0, 0];
        Should.Throw<ArithmeticException>(() => StaticEncoder.TryNormalise(sum, new float[8]));
        sum[1] = float.PositiveInfinity;
        Should.Throw<ArithmeticException>(() => StaticEncoder.TryNormalise(sum, new float[8]));
    }

    [Fact]
    public void Words_are_known_by_rank_and_found_again_by_it()
    {
        var encoder = Small();
        encoder.Words.ShouldBe(SmallModel.Words.Length);
        for (var rank = 0; rank < encoder.Words; rank++)
        {
            encoder.Rank(encoder.Word(rank)).ShouldBe(rank);
        }

        encoder.Rank("unknown").ShouldBe(-1);
        encoder.Rank(new string('a', 10_000)).ShouldBe(-1);
    }

    [Fact]
    public void Any_text_gives_a_unit_vector_or_none() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
    {
        var vector = new float[SmallModel.Dimensions];
        if (Small().TryEncode(text ?? "", vector))
        {
            TensorPrimitives.Norm<float>(vector).ShouldBe(1, 1e-4f);
        }
    }));

    [Fact]
    public void The_model_that_comes_along_knows_what_words_of_packages_mean()
    {
        var encoder = StaticEncoder.OpenDefault();
        encoder.Dimensions.ShouldBe(128);
        Like(encoder, "retry a request with exponential backoff", "try again when a call fails").ShouldBeGreaterThan(
            Like(encoder, "retry a request with exponential backoff", "draw a pie chart"));
        Like(encoder, "async runtime", "event loop").ShouldBeGreaterThan(Like(encoder, "async runtime", "image resize"));
        Like(encoder, "parseYamlDocument", "yaml parser").ShouldBeGreaterThan(0.5f);
    }

    public void Dispose() => _folder.Dispose();

    private static float Like(StaticEncoder encoder, string left, string right)
    {
        var (a, b) = (new float[encoder.Dimensions], new float[encoder.Dimensions]);
        encoder.TryEncode(left, a).ShouldBeTrue();
        encoder.TryEncode(right, b).ShouldBeTrue();
        return TensorPrimitives.Dot<float>(a, b);
    }

    private float[] Encode(string text)
    {
        var vector = new float[SmallModel.Dimensions];
        Small().TryEncode(text, vector).ShouldBeTrue();
        return vector;
    }

    private StaticEncoder Small(float bucket = 0.5f) => StaticEncoder.Open(SmallModel.Write(_folder, SmallModel.Bytes(bucket)));
}
