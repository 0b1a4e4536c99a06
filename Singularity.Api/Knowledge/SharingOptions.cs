using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Api.Knowledge;

/// <summary>What an instance has to do with CentralCloud; section <c>Knowledge</c>, like the settings of the patterns themselves.</summary>
internal sealed class SharingOptions
{
    public const string Section = "Knowledge";

    /// <summary>The JetStream domain that holds the stream of observations: the authority's, for an instance behind a leaf node. Default: the server's own.</summary>
    [RegularExpression("^[A-Za-z0-9_-]{1,64}$")]
    public string? JetStreamDomain { get; set; }

    /// <summary>How long a query waits for CentralCloud at most. Default 300 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:30")]
    public TimeSpan CentralDeadline { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// In mode hybrid CentralCloud is asked when the best hit found here is less relevant than this, or there is none; 0 asks only when there is none. The best hit by words
    /// has 1 for them, and words make half (Knowledge:KeywordShare): 0.7 asks unless its meaning fits with a cosine of 0.4. Without vectors, a hit is good enough. Default 0.7.
    /// </summary>
    [Range(0.0, 1.0)]
    public double GoodRelevance { get; set; } = 0.7;

    /// <summary>For so long queries leave CentralCloud alone after it was late or failed; doubled each time that it is again. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan CentralPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest such pause. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan LongestCentralPause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often this instance tells CentralCloud that it is there. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an answer to a hello, a heartbeat or a page of observations is waited for. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan CentralTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Observations that are sent at once. Default 256.</summary>
    [Range(1, 5_000)]
    public int ForwardBatch { get; set; } = 256;

    /// <summary>How often the outbox is looked into when nothing in this process was written there; the registry writes there too. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan OutboxPoll { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause between attempts to send while the authority takes nothing. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "01:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads the observations of all instances, and goes on: this database becomes a full copy. Default: only its own ones that it lacks, once after a start.</summary>
    public bool SyncAll { get; set; }

    /// <summary>How often a full copy asks for more. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan SyncInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Observations in a page. Default 500.</summary>
    [Range(1, 1_000)]
    public int SyncPage { get; set; } = 500;

    /// <summary>How long learning waits for the vector of what was learned, with which it finds the same in other words. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan VectorWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often patterns without a vector are looked for when nothing in this process asked for it. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan VectorInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A cached answer that has expired is asked for again at most this often. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RefreshPause { get; set; } = TimeSpan.FromMinutes(10);
}

[OptionsValidator]
internal sealed partial class ValidateSharingOptions : IValidateOptions<SharingOptions>;
