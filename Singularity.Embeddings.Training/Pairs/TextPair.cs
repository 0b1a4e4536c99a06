namespace Singularity.Embeddings.Training.Pairs;

/// <summary>Two texts that say the same, as word numbers; the complement of a number stands for the word's n-grams.</summary>
/// <param name="Meaning">Equal for pairs that are no negatives of each other.</param>
internal sealed record TextPair(int[] Left, int[] Right, int Meaning);
