namespace Singularity.Registry.Search.Index;

/// <summary>What a count in each field of a document is worth, for one state of the index.</summary>
internal readonly ref struct FieldWeights
{
    private readonly ReadOnlySpan<SlotFacts> _facts;
    private readonly IndexOptions _options;
    private readonly float _nameMean;
    private readonly float _summaryMean;
    private readonly float _bodyMean;

    public FieldWeights(IndexState state)
    {
        _facts = state.Facts;
        _options = state.Options;
        var count = Math.Max(1f, state.Count);
        _nameMean = Math.Max(1, state.NameLengths / count);
        _summaryMean = Math.Max(1, state.SummaryLengths / count);
        _bodyMean = Math.Max(1, state.BodyLengths / count);
    }

    public float Own(uint counts, int slot)
    {
        ref readonly var facts = ref _facts[slot];
        var frequency = _options.SegmentWeight * Fields.Count(counts, Fields.Segments);
        if (Fields.Count(counts, Fields.Name) is > 0 and var name)
        {
            frequency += _options.NameWeight * name / (1 - _options.NameLength + (_options.NameLength * facts.Name / _nameMean));
        }

        if (Fields.Count(counts, Fields.Summary) is > 0 and var summary)
        {
            frequency += _options.SummaryWeight * summary / (1 - _options.SummaryLength + (_options.SummaryLength * facts.Summary / _summaryMean));
        }

        if (Fields.Count(counts, Fields.Body) is > 0 and var body)
        {
            frequency += _options.BodyWeight * body / (1 - _options.BodyLength + (_options.BodyLength * facts.Body / _bodyMean));
        }

        return frequency;
    }
}
