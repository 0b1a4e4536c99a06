using System.ClientModel;

namespace Singularity.Embeddings.Remote;

/// <summary>What a failed request means for whoever runs the service; never with the key.</summary>
internal static class RemoteProblem
{
    public static string Of(ClientResultException refusal, EmbeddingOptions options) => refusal.Status switch
    {
        401 or 403 => $"The embedding server {options.Endpoint} refuses the key ({refusal.Status}). Set {EmbeddingOptions.Section}:ApiKey to one that it takes.",
        404 => $"The embedding server {options.Endpoint} does not know the model {options.Model} or the address (404). Load the model there (with Ollama: ollama pull {options.Model}), "
            + $"and see that {EmbeddingOptions.Section}:Endpoint ends as the server wants it, mostly in /v1.",
        400 or 413 or 422 => $"The embedding server {options.Endpoint} refuses the texts ({refusal.Status}); smaller values of {EmbeddingOptions.Section}:BatchSize and "
            + $"{EmbeddingOptions.Section}:MostCharacters may help.",
        0 => $"The embedding server {options.Endpoint} does not answer. Start it, or remove {EmbeddingOptions.Section}:Endpoint to use the model in process.",
        var status => $"The embedding server {options.Endpoint} failed ({status}); its own log says why.",
    };

    public static string Of(Exception fault, EmbeddingOptions options) => fault is OperationCanceledException
        ? $"The embedding server {options.Endpoint} did not answer within {options.Timeout.TotalSeconds:0.###} s."
        : $"The embedding server {options.Endpoint} cannot be reached. Start it, or remove {EmbeddingOptions.Section}:Endpoint to use the model in process.";
}
