using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Upstreams.Cargo;

/// <summary>Section <c>Upstreams:Cargo</c>.</summary>
internal sealed class CargoOptions
{
    public const string Section = "Upstreams:Cargo";

    /// <summary>
    /// Address of a sparse index, with or without <c>sparse+</c>. Default: none, which means what cargo is configured with on this machine, and the
    /// index of crates.io where it is configured with nothing.
    /// </summary>
    public string? Index { get; set; }

    /// <summary>
    /// How long a look-up waits for its turn at the registry's API, which may be asked once a second. After that it does without what only the API
    /// knows: downloads and the reasons of yanks. Default: 2 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ApiPatience { get; set; } = TimeSpan.FromSeconds(2);
}

[OptionsValidator]
internal sealed partial class CargoOptionsValidator : IValidateOptions<CargoOptions>;

internal sealed class CargoIndexValidator : IValidateOptions<CargoOptions>
{
    public ValidateOptionsResult Validate(string? name, CargoOptions options) =>
        options.Index is null || CargoRegistry.TryParseIndex(options.Index, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{CargoOptions.Section}:Index must be the absolute http or https address of a sparse index.");
}
