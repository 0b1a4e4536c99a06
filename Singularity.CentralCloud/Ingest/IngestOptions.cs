using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Singularity.Knowledge.Storage;

namespace Singularity.CentralCloud.Ingest;

/// <summary>Section <c>CentralCloud:Ingest</c>.</summary>
internal sealed class IngestOptions
{
    public const string Section = "CentralCloud:Ingest";

    /// <summary>
    /// Bytes that the stream holds at most. Beyond half of it, what was taken in is removed; when what was not fills it, publishers are refused and
    /// keep their observations. Default 1 GiB.
    /// </summary>
    [Range(16 * 1024, long.MaxValue)]
    public long StreamBytes { get; set; } = 1L << 30;

    /// <summary>How long the stream knows the ids of its messages, so that one sent twice is there once. Default 2 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "30.00:00:00")]
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Bytes of messages that are fetched together at most, since they are held in memory; more than one message may have. Default 8 MiB.</summary>
    [Range(2 * 1024 * 1024, 1024 * 1024 * 1024)]
    public int FetchBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Messages that are taken in by one transaction at most, and observations that are folded by one. Default 25,000.</summary>
    [Range(1, ObservationStore.MaxBatch)]
    public int Batch { get; set; } = ObservationStore.MaxBatch;

    /// <summary>After a message that came alone so long is waited for more, since many together cost less. Default 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan BatchWait { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Few observations are folded into their patterns as soon as they are stored. While many come, storing goes first, and what is stored is folded at the latest
    /// after so long. Default 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan FoldWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After so many tries a message with which the database's transaction fails is parked. Default 3.</summary>
    [Range(1, 100)]
    public int MaxTries { get; set; } = 3;

    /// <summary>How long such a message waits for its next try. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RetryWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Messages that are kept parked; the longest parked give way to new ones, and the log says so. Default 10,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxParked { get; set; } = 10_000;
}

[OptionsValidator]
internal sealed partial class IngestOptionsValidator : IValidateOptions<IngestOptions>;
