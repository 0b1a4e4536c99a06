using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages.Collecting;

/// <summary>Where a job stands.</summary>
/// <param name="State">running, done or failed.</param>
/// <param name="Progress">The latest step; null before the first.</param>
/// <param name="Report">What came of it, when done.</param>
/// <param name="Code">The error code, when failed.</param>
/// <param name="Error">Why, when failed.</param>
internal sealed record CollectJobStatus(
    string JobId,
    string Package,
    string State,
    DateTimeOffset StartedAt,
    CollectProgress? Progress = null,
    CollectReport? Report = null,
    int? Code = null,
    string? Error = null)
{
    public const string Running = "running";
    public const string Done = "done";
    public const string Failed = "failed";
}
