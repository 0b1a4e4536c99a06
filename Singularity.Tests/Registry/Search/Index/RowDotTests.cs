using Singularity.Registry.Search.Index;

namespace Singularity.Tests.Registry.Search.Index;

public sealed class RowDotTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(128)]
    [InlineData(1024)]
    public void Comes_close_to_the_exact_product(int dimensions)
    {
        var random = new Random(3);
        var rows = new VectorRows(dimensions);
        var vectors = Enumerable.Range(0, 5000).Select(_ => Unit(random, dimensions)).ToList();
        for (var row = 0; row < vectors.Count; row++)
        {
            rows.Set(row, vectors[row]);
        }

        var query = Unit(random, dimensions);
        var dots = new float[vectors.Count];
        rows.Dot(new RowDot(query), dots);
        for (var row = 0; row < dots.Length; row++)
        {
            dots[row].ShouldBe(System.Numerics.Tensors.TensorPrimitives.Dot<float>(query, vectors[row]), 0.01f);
        }
    }

    [Fact]
    public void The_largest_values_do_not_overflow()
    {
        var rows = new VectorRows(1024);
        var ones = Enumerable.Repeat(1f, 1024).ToArray();
        rows.Set(0, ones);
        var dots = new float[1];
        rows.Dot(new RowDot(ones), dots);
        dots[0].ShouldBe(1024, 1);
    }

    [Fact]
    public void A_cleared_row_is_nobodys_neighbour()
    {
        var rows = new VectorRows(16);
        rows.Set(1, Unit(new Random(1), 16));
        rows.Clear(1);
        float[] dots = [1, 1, 1];
        rows.Dot(new RowDot(Unit(new Random(1), 16)), dots);
        dots.ShouldBe([0f, 0, 0]);
    }

    private static float[] Unit(Random random, int dimensions)
    {
        var vector = Enumerable.Range(0, dimensions).Select(_ => random.NextSingle() - 0.5f).ToArray();
        System.Numerics.Tensors.TensorPrimitives.Divide(vector, System.Numerics.Tensors.TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }
}
