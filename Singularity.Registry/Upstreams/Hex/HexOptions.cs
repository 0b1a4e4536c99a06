using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Upstreams.Hex;

/// <summary>Section <c>Upstreams:Hex</c>.</summary>
internal sealed class HexOptions
{
    public const string Section = "Upstreams:Hex";

    /// <summary>
    /// Base address of the HTTP API, which is given the client's API key. Default: none, which means what the hex client is configured with on this
    /// machine: HEX_API_URL, hex.config, then <c>https://hex.pm/api</c>.
    /// </summary>
    public string? Api { get; set; }

    /// <summary>
    /// Base address of the repository that has the archives, which is given the client's repository key. Default: none, which means what the hex
    /// client is configured with on this machine: its mirrors, hex.config, then <c>https://repo.hex.pm</c>.
    /// </summary>
    public string? Repository { get; set; }

    /// <summary>Requests to the API in any minute, by all processes of this user together. Default: 100, which is what hex.pm allows.</summary>
    [Range(1, 10_000)]
    public int RequestsPerMinute { get; set; } = 100;
}

[OptionsValidator]
internal sealed partial class HexOptionsValidator : IValidateOptions<HexOptions>;

internal sealed class HexAddressValidator : IValidateOptions<HexOptions>
{
    public ValidateOptionsResult Validate(string? name, HexOptions options)
    {
        var wrong = new[] { (nameof(options.Api), options.Api), (nameof(options.Repository), options.Repository) }
            .Where(static o => o.Item2 is not null && !HexRegistry.TryParseBase(o.Item2, out _))
            .Select(static o => $"{HexOptions.Section}:{o.Item1} must be an absolute http or https address.")
            .ToArray();
        return wrong.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
