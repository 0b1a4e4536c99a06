using System.Globalization;
using System.Text;

namespace Singularity.Knowledge.Search;

/// <param name="Id">In table <c>knowledge_models</c>.</param>
internal sealed record VectorModel(int Id, string Name, int Dimensions)
{
    /// <summary>pgvector's HNSW takes no more; vectors of larger models are compared one by one.</summary>
    public const int MostIndexedDimensions = 2_000;

    /// <summary>Names the column so that the model's own index is used: a parameter would hide from the planner which one that is.</summary>
    public string Column => string.Create(CultureInfo.InvariantCulture, $"(embedding::vector({Dimensions}))");

    public static string Text(ReadOnlySpan<float> vector)
    {
        var text = new StringBuilder("[", vector.Length * 12);
        foreach (var value in vector)
        {
            text.Append(text.Length > 1 ? "," : "").Append(value.ToString("R", CultureInfo.InvariantCulture));
        }

        return text.Append(']').ToString();
    }
}
