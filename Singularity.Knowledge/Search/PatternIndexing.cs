using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Search;

/// <summary>Makes patterns found: by their words first, where many came at once, and then by their vectors.</summary>
public sealed class PatternIndexing(AwaitedTexts texts, PatternVectors vectors)
{
    /// <summary>A page.</summary>
    /// <returns>Whether there is more to be done.</returns>
    public async Task<bool> RunAsync(int limit, CancellationToken cancellationToken) =>
        await texts.FillAsync(limit, cancellationToken) == limit || await vectors.FillAsync(limit, cancellationToken) == limit;
}
