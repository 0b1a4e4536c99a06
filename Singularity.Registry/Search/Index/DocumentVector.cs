using Singularity.Embeddings;

namespace Singularity.Registry.Search.Index;

/// <summary>A document's vector: its summary and keywords, its name, half its name's compounds, and a little of what others say of it.</summary>
internal static class DocumentVector
{
    private const float SegmentWeight = 0.5f;
    private const float AnchorWeight = 0.3f;

    public static bool TryRead(StaticEncoder encoder, IndexState state, Entry entry, Span<float> vector) =>
        TryRead(encoder, state.Space!, state.Compounds!, entry.Document, entry.Anchors.Select(anchor => state.Terms[anchor]!.Text), vector);

    /// <param name="anchors">Stems.</param>
    public static bool TryRead(
        StaticEncoder encoder, StemSpace space, CompoundWords compounds, IndexDocument document, IEnumerable<string> anchors, Span<float> vector)
    {
        Span<float> sum = stackalloc float[encoder.Dimensions];
        sum.Clear();
        encoder.Add(document.Summary, 1, sum);
        encoder.Add(document.Keywords, 1, sum);
        encoder.Add(document.Name, 1, sum);
        foreach (var part in compounds.SplitAll(document.Name))
        {
            encoder.AddWord(part, SegmentWeight, sum);
        }

        foreach (var anchor in anchors)
        {
            space.AddWord(anchor, AnchorWeight, sum);
        }

        return StaticEncoder.TryNormalise(sum, vector);
    }
}
