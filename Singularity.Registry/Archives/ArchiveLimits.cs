using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Archives;

/// <summary>Section <c>Archives</c>: what an archive may cost. Beyond a limit it is refused as a whole.</summary>
internal sealed class ArchiveLimits
{
    public const string Section = "Archives";

    private const long Mebibyte = 1024 * 1024;

    /// <summary>Unpacked size, headers included, in bytes. Default: 512 MiB.</summary>
    [Range(1024, 16384 * Mebibyte)]
    public long MaxUnpackedBytes { get; set; } = 512 * Mebibyte;

    /// <summary>Unpacked bytes per compressed byte. Default: 200.</summary>
    [Range(2, 2000)]
    public int MaxRatio { get; set; } = 200;

    /// <summary>Below this unpacked size the ratio does not matter, in bytes. Default: 1 MiB.</summary>
    [Range(0, 1024 * Mebibyte)]
    public long RatioFloorBytes { get; set; } = Mebibyte;

    /// <summary>Entries of any kind. Default: 100,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxEntries { get; set; } = 100_000;

    /// <summary>Characters of a path. Default: 1,024.</summary>
    [Range(16, 32768)]
    public int MaxPathLength { get; set; } = 1024;

    /// <summary>Folders above a file. Default: 32.</summary>
    [Range(1, 1024)]
    public int MaxDepth { get; set; } = 32;

    /// <summary>The part of one file that is read into memory, in bytes. Default: 16 MiB, so that large assemblies and declaration files are whole.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxFileBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>The parts of all files that are read into memory, paths included, in bytes; what does not fit is left out. Default: 32 MiB.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxKeptBytes { get; set; } = 32 * 1024 * 1024;
}

[OptionsValidator]
internal sealed partial class ArchiveLimitsValidator : IValidateOptions<ArchiveLimits>;
