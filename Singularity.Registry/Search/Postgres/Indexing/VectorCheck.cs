using System.Numerics.Tensors;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>What may be stored as a vector.</summary>
internal static class VectorCheck
{
    /// <exception cref="InvalidOperationException">It is all zero, not finite, or of another length than the model's.</exception>
    public static void Require(ReadOnlySpan<float> vector, string model, int dimensions)
    {
        if (vector.Length != dimensions)
        {
            throw new InvalidOperationException(
                $"Model {model} gave a vector of {vector.Length} dimensions where its others have {dimensions}: its server is set up otherwise than before.");
        }

        var norm = TensorPrimitives.Norm(vector);
        if (!float.IsFinite(norm))
        {
            throw new InvalidOperationException($"Model {model} gave a vector that is not finite; nothing of its batch is stored. Check the embedding server.");
        }

        if (norm == 0)
        {
            throw new InvalidOperationException($"Model {model} gave a vector that is all zero; nothing of its batch is stored. Check the embedding server.");
        }
    }
}
