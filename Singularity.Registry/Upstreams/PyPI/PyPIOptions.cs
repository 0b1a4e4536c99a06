using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>Section <c>Upstreams:PyPI</c>.</summary>
internal sealed class PyPIOptions
{
    public const string Section = "Upstreams:PyPI";

    /// <summary>
    /// Base address of the one index for all packages, as pip's index-url. Default: none, which means what pip is configured with on this machine:
    /// environment, configuration files, then <c>https://pypi.org/simple</c>.
    /// </summary>
    [RegularExpression("(?i)https?://.+", ErrorMessage = "Upstreams:PyPI:Index must be an absolute http or https address.")]
    public string? Index { get; set; }

    /// <summary>
    /// A wheel above this size, in bytes, is left alone where there are sources: what makes it large is compiled code. Default: 20 MiB.
    /// </summary>
    [Range(0L, 1L << 30)]
    public long MaxWheelBytes { get; set; } = 20 * 1024 * 1024;
}

[OptionsValidator]
internal sealed partial class PyPIOptionsValidator : IValidateOptions<PyPIOptions>;
