using Singularity.Embeddings;
using Singularity.Embeddings.Model;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search.Postgres;

/// <summary>What is known of words in this process: what they mean, and which are compounds. Empty where the model's file is missing.</summary>
internal sealed class SearchVocabulary
{
    private readonly Lazy<(StaticEncoder? Encoder, StemSpace? Space, CompoundWords? Compounds, string? Problem)> _known;

    public SearchVocabulary(Func<StaticEncoder> open) => _known = new(() =>
    {
        try
        {
            var encoder = open();
            return (encoder, StemSpace.Of(encoder), new CompoundWords(encoder), null);
        }
        catch (ModelException exception)
        {
            return (null, null, null, exception.Message);
        }
    });

    public StaticEncoder? Encoder => _known.Value.Encoder;

    public StemSpace? Space => _known.Value.Space;

    public CompoundWords? Compounds => _known.Value.Compounds;

    /// <summary>Why nothing is known; null where something is.</summary>
    public string? Problem => _known.Value.Problem;
}
