using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Embeddings;

/// <summary>
/// Section <c>Embeddings</c>: where vectors come from. Without an <see cref="Endpoint"/> from the model that comes with the product, in process; with one from a server that
/// speaks OpenAI's embeddings API, such as Ollama or vLLM. Texts are sent there.
/// </summary>
public sealed class EmbeddingOptions
{
    public const string Section = "Embeddings";

    /// <summary>The model that makes vectors in process. Default: the one that comes with the product.</summary>
    [MaxLength(4_096)]
    public string? ModelFile { get; set; }

    /// <summary>The API's base address, such as <c>http://127.0.0.1:11434/v1</c>. Default none.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The server's name of the model; required with an endpoint.</summary>
    [MaxLength(200)]
    public string? Model { get; set; }

    /// <summary>Sent as bearer token; a secret, to be given by environment or user secrets. Default none, which local servers accept.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Texts in one request. Default 64.</summary>
    [Range(1, 2048)]
    public int BatchSize { get; set; } = 64;

    /// <summary>Characters of a text that are sent; servers refuse texts longer than their model reads. Default 6,000.</summary>
    [Range(100, 1_000_000)]
    public int MostCharacters { get; set; } = 6_000;

    /// <summary>Attempts after the first of a request that failed for the moment, with doubling waits or as long as the server says. Default 3.</summary>
    [Range(0, 10)]
    public int Retries { get; set; } = 3;

    /// <summary>For one attempt. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}

[OptionsValidator]
internal sealed partial class EmbeddingOptionsValidator : IValidateOptions<EmbeddingOptions>;

/// <summary>What attributes cannot say of several settings together.</summary>
internal sealed class EmbeddingServerValidator : IValidateOptions<EmbeddingOptions>
{
    public ValidateOptionsResult Validate(string? name, EmbeddingOptions options) => options switch
    {
        { Endpoint: null } => ValidateOptionsResult.Success,
        { Endpoint: { IsAbsoluteUri: false } or { Scheme: not ("http" or "https") } } =>
            ValidateOptionsResult.Fail($"{EmbeddingOptions.Section}:Endpoint is not an http or https address; an example is http://127.0.0.1:11434/v1."),
        { Endpoint.UserInfo.Length: > 0 } =>
            ValidateOptionsResult.Fail($"{EmbeddingOptions.Section}:Endpoint holds a user name or password; give the secret as {EmbeddingOptions.Section}:ApiKey."),
        { Model: null or "" } => ValidateOptionsResult.Fail($"{EmbeddingOptions.Section}:Endpoint is set, so {EmbeddingOptions.Section}:Model has to name the server's model."),
        _ => ValidateOptionsResult.Success,
    };
}
