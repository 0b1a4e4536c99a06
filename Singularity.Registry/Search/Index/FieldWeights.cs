namespace Singularity.Registry.Search.Index;

/// <summary>What a count in each field of a document is worth, for one state of the corpus; and what becomes of it by BM25F's saturation.</summary>
internal readonly struct FieldWeights
{
    private readonly IndexOptions _options;
    private readonly float _nameMean;
    private readonly float _summaryMean;
    private readonly float _bodyMean;

    /// <param name="options">The weights.</param>
    /// <param name="count">Documents.</param>
    /// <param name="names">Words of all names together; the others likewise.</param>
    public FieldWeights(IndexOptions options, long count, long names, long summaries, long bodies)
    {
        _options = options;
        var documents = Math.Max(1f, count);
        _nameMean = Math.Max(1, names / documents);
        _summaryMean = Math.Max(1, summaries / documents);
        _bodyMean = Math.Max(1, bodies / documents);
    }

    /// <summary>Inverse document frequency, ln(1 + (N - n + 0.5) / (n + 0.5)), to the configured power.</summary>
    public static float Idf(IndexOptions options, long count, long containing)
    {
        var idf = MathF.Log(1 + ((Math.Max(0, count - containing) + 0.5f) / (containing + 0.5f)));
        return options.IdfPower is 1f ? idf : MathF.Pow(idf, options.IdfPower);
    }

    /// <summary>A word's weighted frequency in the document's own fields.</summary>
    public float Own(uint counts, in SlotFacts facts)
    {
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

    /// <summary>A word's part of the score. Ten packages that say it are not ten times as sure as one, so an anchor counts once.</summary>
    /// <param name="own">Its weighted frequency in the document's own fields.</param>
    public float Score(float idf, float own, bool isAnchor)
    {
        var frequency = isAnchor ? own + _options.AnchorWeight : own;
        return idf * frequency / (_options.K1 + frequency);
    }
}
