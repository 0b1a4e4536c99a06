using System.Numerics.Tensors;
using Singularity.Embeddings;
using Singularity.Embeddings.Training;
using Singularity.Embeddings.Training.Corpus;
using Singularity.Tests.Support;

namespace Singularity.Tests.Embeddings.Training;

public sealed class TrainModelTests : IDisposable
{
    private static readonly TrainingParameters Small = new()
    {
        Dimensions = 16,
        Words = 60,
        Buckets = 64,
        Batch = 64,
        Group = 4,
        Epochs = 60,
    };

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Words_that_go_together_come_together()
    {
        var log = new StringWriter();
        var encoder = Open(TrainModel.Run("toy", Packages(), Descriptions, Small, log));
        var within = Worlds.SelectMany(world => Pairs(world, world).Select(pair => Cosine(encoder, pair.Left, pair.Right))).Average();
        var across = Pairs(Worlds[0], Worlds[1]).Average(pair => Cosine(encoder, pair.Left, pair.Right));
        within.ShouldBeGreaterThan(across + 0.1f);

        var losses = log.ToString().Split('\n').Where(static line => line.StartsWith("epoch", StringComparison.Ordinal))
            .Select(static line => double.Parse(line.Split("loss ")[1].Split(' ')[0])).ToList();
        losses.Count.ShouldBe(Small.Epochs);
        losses[^1].ShouldBeLessThan(losses[0]);
    }

    [Fact]
    public void The_same_text_gives_the_same_file()
    {
        var parameters = Small with { Epochs = 3 };
        var first = TrainModel.Run("toy", Packages(), Descriptions, parameters, TextWriter.Null);
        TrainModel.Run("toy", Packages(), Descriptions, parameters, TextWriter.Null).ShouldBe(first);
        TrainModel.Run("toy", Packages(), Descriptions, parameters with { Seed = 2 }, TextWriter.Null).ShouldNotBe(first);
    }

    public void Dispose() => _folder.Dispose();

    private static readonly PackageText[] Descriptions = [new("node-animals", "a fox or an owl", " a wolf a bear"), new("node-tools", "a hammer or a saw", " a drill a chisel")];

    /// <summary>Two worlds whose words never meet.</summary>
    private static readonly string[][] Worlds = [["fox", "wolf", "bear", "owl", "hare", "deer"], ["hammer", "saw", "drill", "chisel", "anvil", "lathe"]];

    private static IEnumerable<(string Left, string Right)> Pairs(string[] lefts, string[] rights) =>
        lefts.SelectMany(left => rights.Where(right => right != left).Select(right => (left, right)));

    private static List<PackageText> Packages()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, 256).Select(i => new PackageText($"p{i}", string.Join(' ', Enumerable.Range(0, 6).Select(_ => Worlds[i % 2][random.Next(6)])) + $" n{i}"))];
    }

    private static float Cosine(StaticEncoder encoder, string left, string right)
    {
        var (a, b) = (new float[encoder.Dimensions], new float[encoder.Dimensions]);
        encoder.TryEncode(left, a).ShouldBeTrue();
        encoder.TryEncode(right, b).ShouldBeTrue();
        return TensorPrimitives.Dot<float>(a, b);
    }

    private StaticEncoder Open(byte[] model)
    {
        var path = Path.Combine(_folder.Path, "toy.bin");
        File.WriteAllBytes(path, model);
        return StaticEncoder.Open(path);
    }
}
