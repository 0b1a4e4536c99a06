using System.Numerics.Tensors;
using System.Security.Cryptography;

namespace Singularity.Embeddings.Model;

/// <summary>What has to hold before a model's indexes are followed without another look. The checksum finds damage; the rest finds malice.</summary>
internal static class ModelCheck
{
    public static void Check(ModelFile model)
    {
        Span<byte> checksum = stackalloc byte[ModelHeader.ChecksumSize];
        SHA256.HashData(model.Checksummed, checksum);
        if (!checksum.SequenceEqual(model.Checksum))
        {
            throw new ModelException("its checksum differs.");
        }

        var used = 0;
        foreach (var slot in model.Slots)
        {
            used += slot == 0 ? 0 : 1;
            if (slot > (uint)model.Header.Words)
            {
                throw new ModelException("a slot points past the words.");
            }
        }

        // An empty slot ends every search.
        if (used != model.Header.Words)
        {
            throw new ModelException($"{used} slots hold {model.Header.Words} words.");
        }

        uint end = 0;
        foreach (var offset in model.Offsets)
        {
            if (offset < end)
            {
                throw new ModelException("its words' offsets go backwards.");
            }

            end = offset;
        }

        if (model.Offsets[0] != 0 || end != model.Header.TextBytes)
        {
            throw new ModelException("its words' offsets do not span their text.");
        }

        // Beyond these no sum of scaled rows stays finite, or is told from zero.
        if (!TensorPrimitives.IsFiniteAll(model.Scales) || TensorPrimitives.Max(model.Scales) > 1e6f || TensorPrimitives.Min(model.Scales) < 0)
        {
            throw new ModelException("a scale is not a number from 0 to 1,000,000.");
        }
    }
}
