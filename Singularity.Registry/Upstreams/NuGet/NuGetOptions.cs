using Microsoft.Extensions.Options;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>Section <c>Upstreams:NuGet</c>.</summary>
internal sealed class NuGetOptions
{
    public const string Section = "Upstreams:NuGet";

    /// <summary>
    /// Address of the service index of the source for all packages. Default: none, which means the enabled sources of the nuget.config files that the
    /// client reads on this machine, with their mappings. Credentials come from those files either way.
    /// </summary>
    public string? Source { get; set; }
}

internal sealed class NuGetOptionsValidator : IValidateOptions<NuGetOptions>
{
    public ValidateOptionsResult Validate(string? name, NuGetOptions options) =>
        options.Source is null || (Uri.TryCreate(options.Source, UriKind.Absolute, out var url) && UpstreamUrl.IsWeb(url))
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{NuGetOptions.Section}:Source must be the absolute http or https address of a service index.");
}
