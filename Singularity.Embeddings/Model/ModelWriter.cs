using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Singularity.Embeddings.Text;

namespace Singularity.Embeddings.Model;

/// <summary>Quantises rows to 8 bits with one scale each and writes them as <see cref="ModelHeader"/> says.</summary>
internal static class ModelWriter
{
    /// <param name="words">Lower case and distinct; word i has row i, the rows after them are the buckets'.</param>
    public static byte[] Write(string name, int dimensions, IReadOnlyList<string> words, ReadOnlySpan<float> rows, int shortestGram, int longestGram)
    {
        var texts = words.Select(Encoding.UTF8.GetBytes).ToList();
        var slots = WordTable.BuildSlots(texts);
        var rowCount = rows.Length / dimensions;
        var header = new ModelHeader(
            name, dimensions, words.Count, rowCount - words.Count, slots.Length, texts.Sum(static t => t.Length), shortestGram, longestGram);
        var file = new byte[header.FileSize];
        header.Write(file);
        MemoryMarshal.AsBytes<uint>(slots).CopyTo(file.AsSpan(ModelHeader.SlotsAt));
        WriteWords(header, texts, file);
        var scales = MemoryMarshal.Cast<byte, float>(file.AsSpan((int)header.ScalesAt, 4 * rowCount));
        var quantised = MemoryMarshal.Cast<byte, sbyte>(file.AsSpan((int)header.RowsAt, rowCount * dimensions));
        for (var row = 0; row < rowCount; row++)
        {
            scales[row] = Quantise(rows.Slice(row * dimensions, dimensions), quantised.Slice(row * dimensions, dimensions));
        }

        SHA256.HashData(file.AsSpan(0, (int)header.ChecksumAt), file.AsSpan((int)header.ChecksumAt));
        _ = ModelHeader.Read(file);
        return file;
    }

    /// <summary>Writes each value's share of the largest, from -127 to 127; returns what one step stands for.</summary>
    internal static float Quantise(ReadOnlySpan<float> values, Span<sbyte> quantised)
    {
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude(values));
        var scale = largest / 127;
        for (var i = 0; i < values.Length; i++)
        {
            quantised[i] = scale > 0 ? (sbyte)Math.Clamp(MathF.Round(values[i] / scale), -127, 127) : (sbyte)0;
        }

        return scale;
    }

    private static void WriteWords(ModelHeader header, List<byte[]> texts, byte[] file)
    {
        var offsets = MemoryMarshal.Cast<byte, uint>(file.AsSpan((int)header.OffsetsAt, 4 * (texts.Count + 1)));
        var at = 0;
        for (var id = 0; id < texts.Count; id++)
        {
            offsets[id] = (uint)at;
            texts[id].CopyTo(file.AsSpan((int)header.TextAt + at));
            at += texts[id].Length;
        }

        offsets[texts.Count] = (uint)at;
    }
}
