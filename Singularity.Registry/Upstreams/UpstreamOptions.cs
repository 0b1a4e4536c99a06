using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Upstreams;

/// <summary>Section <c>Upstreams</c>: manners and limits towards every package registry.</summary>
internal sealed class UpstreamOptions
{
    public const string Section = "Upstreams";

    private const long Mebibyte = 1024 * 1024;

    /// <summary>An address or mailbox put into the User-Agent, for registries that ask for one. Default: none.</summary>
    [RegularExpression("[!-'*-~]+", ErrorMessage = "Upstreams:Contact must be printable ASCII without blanks and parentheses.")]
    public string? Contact { get; set; }

    /// <summary>Where small answers are kept between runs. Default: none, which keeps them in memory.</summary>
    public string? DataFolder { get; set; }

    /// <summary>From sending a request to its response's headers. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause between two reads of a body. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>One attempt, headers and body together. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Attempts in all for failures that may pass. Default: 3.</summary>
    [Range(1, 10)]
    public int Attempts { get; set; } = 3;

    /// <summary>The wait before the second attempt; it doubles, with jitter. Default: 500 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest Retry-After that is waited for; a longer one is reported to the caller. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest metadata document, decompressed, in bytes. Default: 100 MiB.</summary>
    [Range(1024, 1024 * Mebibyte)]
    public long MaxMetadataBytes { get; set; } = 100 * Mebibyte;

    /// <summary>The largest archive, compressed, in bytes. Default: 100 MiB.</summary>
    [Range(1024, 1024 * Mebibyte)]
    public long MaxArchiveBytes { get; set; } = 100 * Mebibyte;

    /// <summary>Archives up to this many bytes are held in memory, larger ones in a temporary file. Default: 4 MiB.</summary>
    [Range(0, 64 * 1024 * 1024)]
    public int MaxArchiveBytesInMemory { get; set; } = 4 * 1024 * 1024;

    /// <summary>Archive downloads at once from one registry. Default: 4.</summary>
    [Range(1, 32)]
    public int ConcurrentDownloads { get; set; } = 4;
}

[OptionsValidator]
internal sealed partial class UpstreamOptionsValidator : IValidateOptions<UpstreamOptions>;
