using Microsoft.Extensions.Options;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>Section <c>Upstreams:Npm</c>.</summary>
internal sealed class NpmOptions
{
    public const string Section = "Upstreams:Npm";

    /// <summary>
    /// Base address of the registry for all packages, scoped ones too. Default: none, which means what the npm client is configured with on this
    /// machine: environment, .npmrc files, then <c>npm config get registry</c>.
    /// </summary>
    public string? Registry { get; set; }
}

internal sealed class NpmOptionsValidator : IValidateOptions<NpmOptions>
{
    public ValidateOptionsResult Validate(string? name, NpmOptions options) =>
        options.Registry is null || NpmRegistry.TryParseBase(options.Registry, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{NpmOptions.Section}:Registry must be an absolute http or https address.");
}
