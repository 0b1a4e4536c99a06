using System.Buffers.Binary;
using System.Security.Cryptography;
using Singularity.Embeddings;
using Singularity.Embeddings.Model;
using Singularity.Tests.Support;

namespace Singularity.Tests.Embeddings.Model;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Reads_what_was_written()
    {
        var encoder = Open(SmallModel.Bytes());
        encoder.Name.ShouldBe("small");
        encoder.Dimensions.ShouldBe(SmallModel.Dimensions);
        encoder.Words.ShouldBe(SmallModel.Words.Length);
    }

    [Fact]
    public void Names_a_file_that_is_missing()
    {
        var path = Path.Combine(_folder.Path, "none.bin");
        Should.Throw<ModelException>(() => StaticEncoder.Open(path)).Message.ShouldContain(path);
    }

    [Fact]
    public void Refuses_every_truncation()
    {
        var model = SmallModel.Bytes();
        for (var length = 0; length < model.Length; length += 7)
        {
            Should.Throw<ModelException>(() => Open(model[..length]));
        }

        Should.Throw<ModelException>(() => Open([.. model, 0]));
    }

    [Fact]
    public void Finds_every_damaged_byte()
    {
        var model = SmallModel.Bytes();
        for (var at = 0; at < model.Length; at += 5)
        {
            model[at] ^= 0x40;
            Should.Throw<ModelException>(() => Open(model));
            model[at] ^= 0x40;
        }

        Open(model).Name.ShouldBe("small");
    }

    [Fact]
    public void Follows_no_index_of_a_forged_model_whose_checksum_fits()
    {
        var model = SmallModel.Bytes();
        var random = new Random(7);
        var refused = 0;
        for (var round = 0; round < 3000; round++)
        {
            var forged = (byte[])model.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                forged[random.Next(forged.Length - ModelHeader.ChecksumSize)] = (byte)random.Next(256);
            }

            SHA256.HashData(forged.AsSpan(0, forged.Length - ModelHeader.ChecksumSize), forged.AsSpan(forged.Length - ModelHeader.ChecksumSize));
            try
            {
                // Accepted or not, it must neither hang nor read outside the file.
                var encoder = Open(forged);
                encoder.TryEncode("parse größe unknown", new float[encoder.Dimensions]);
            }
            catch (ModelException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData(4, 2, "format")]
    [InlineData(6, 12, "dimensions")]
    [InlineData(8, int.MaxValue, "words")]
    [InlineData(12, int.MaxValue, "buckets")]
    [InlineData(16, 5, "slots")]
    [InlineData(20, int.MinValue, "bytes of words")]
    public void Says_what_is_wrong_with_a_header(int at, int value, string problem)
    {
        var model = SmallModel.Bytes();
        if (at < 8)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(model.AsSpan(at), (ushort)value);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(model.AsSpan(at), value);
        }

        Should.Throw<ModelException>(() => Open(model)).Message.ShouldContain(problem);
    }

    [Fact]
    public void Quantised_values_stay_within_half_a_step()
    {
        float[] values = [0.5f, -1, 0.25f, 0, 0.001f, 0.999f, -0.5f, 0.75f];
        var quantised = new sbyte[values.Length];
        var scale = ModelWriter.Quantise(values, quantised);
        for (var i = 0; i < values.Length; i++)
        {
            (quantised[i] * scale).ShouldBe(values[i], (scale / 2) + 1e-6f);
        }
    }

    public void Dispose() => _folder.Dispose();

    private StaticEncoder Open(byte[] bytes) => StaticEncoder.Open(SmallModel.Write(_folder, bytes));
}
