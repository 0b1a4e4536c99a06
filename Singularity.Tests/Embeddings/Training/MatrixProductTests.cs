using Singularity.Embeddings.Training.Learning;

namespace Singularity.Tests.Embeddings.Training;

public sealed class MatrixProductTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Agrees_with_the_definition(bool transposed)
    {
        const int M = 8, N = 32, K = 5;
        var random = new Random(1);
        var a = Enumerable.Range(0, M * K).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var b = Enumerable.Range(0, K * N).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var c = new float[M * N];
        MatrixProduct.Multiply(a, transposed, b, c, M, N, K);
        for (var row = 0; row < M; row++)
        {
            for (var column = 0; column < N; column++)
            {
                var expected = Enumerable.Range(0, K).Sum(i => a[transposed ? (i * M) + row : (row * K) + i] * b[(i * N) + column]);
                c[(row * N) + column].ShouldBe(expected, 1e-5f);
            }
        }
    }

    [Fact]
    public void Transposing_twice_changes_nothing()
    {
        var matrix = Enumerable.Range(0, 21).Select(static i => (float)i).ToArray();
        var (once, twice) = (new float[21], new float[21]);
        MatrixProduct.Transpose(matrix, once, 3, 7);
        once.ShouldNotBe(matrix);
        MatrixProduct.Transpose(once, twice, 7, 3);
        twice.ShouldBe(matrix);
    }
}
