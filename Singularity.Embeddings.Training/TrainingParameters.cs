namespace Singularity.Embeddings.Training;

/// <summary>What decides the model, beside its text. The defaults are the committed model's.</summary>
internal sealed record TrainingParameters
{
    public int Dimensions { get; init; } = 128;

    /// <summary>Words with a row of their own: the most frequent ones.</summary>
    public int Words { get; init; } = 60_000;

    /// <summary>Rows that unknown words share by the hash of their n-grams.</summary>
    public int Buckets { get; init; } = 50_000;

    public int ShortestGram { get; init; } = 3;

    public int LongestGram { get; init; } = 5;

    /// <summary>Passes over the packages.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Pairs that are told apart at once; the others of a batch are each pair's negatives.</summary>
    public int Batch { get; init; } = 1024;

    /// <summary>Packages of a batch that share a word, so that telling them apart takes more than their topic.</summary>
    public int Group { get; init; } = 16;

    public float Temperature { get; init; } = 0.1f;

    /// <summary>Step of row-wise Adagrad.</summary>
    public float Rate { get; init; } = 0.15f;

    /// <summary>Step of Adagrad for the words' weights.</summary>
    public float WeightRate { get; init; } = 0.05f;

    /// <summary>Share of known words that are read as their n-grams, so that the buckets learn too.</summary>
    public double GramShare { get; init; } = 0.1;

    /// <summary>Share of pairs made of a package's name and its summary.</summary>
    public double NameShare { get; init; } = 0.15;

    /// <summary>Share of pairs made of a distribution's description and the package of the same name.</summary>
    public double DescriptionShare { get; init; } = 0.2;

    /// <summary>Share of pairs made of a description's first line and its body.</summary>
    public double BodyShare { get; init; } = 0.3;

    /// <summary>Share of the pairs of a summary's halves whose second half has the package's name beside it, as documents have.</summary>
    public double HalfNameShare { get; init; } = 0.5;

    /// <summary>Share of the step that is gone at the end; it shrinks evenly.</summary>
    public float Decay { get; init; } = 0.5f;

    public int Seed { get; init; } = 1;
}
