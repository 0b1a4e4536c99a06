using Singularity.Contracts.Messaging;

namespace Singularity.Contracts.Packages;

/// <summary>packages.registry.import: collects every package of a lockfile at its exact version, as a durable job.</summary>
/// <param name="FileName">The lockfile's name, from which its format follows; also the job's title.</param>
/// <param name="Content">Its text, where it fits one message; null when <paramref name="Packages"/> is given.</param>
/// <param name="Format">A format's name, where the file's name does not tell.</param>
/// <param name="Packages">Package URLs read from lockfiles by the caller; at most 5,000 in one request.</param>
/// <param name="JobId">Of a job to add to, or chosen by the caller for a new one so that it can follow progress from the start; null lets the service choose.</param>
public sealed record ImportPackages(
    string FileName, string? Content = null, string? Format = null, IReadOnlyList<string>? Packages = null, string? JobId = null);

/// <summary>The answer of packages.registry.import. The job goes on; packages.registry.imports.get tells where it stands.</summary>
/// <param name="Found">Packages that this request named, each once.</param>
/// <param name="New">Those of them that were not stored yet and will be collected.</param>
/// <param name="Skipped">Entries that no registry holds, such as a link to a folder; at most 200.</param>
public sealed record ImportStarted(string JobId, int Found, int New, IReadOnlyList<ImportSkipped> Skipped);

/// <summary>An entry of a lockfile that is not collected.</summary>
/// <param name="Line">In the file, from 1, when known.</param>
public sealed record ImportSkipped(string Name, string Reason, int? Line = null);

/// <summary>packages.registry.imports.get</summary>
public sealed record GetImport(string JobId) : IReadRequest;

/// <summary>Where an import stands.</summary>
/// <param name="Title">What was imported.</param>
/// <param name="State">running or done.</param>
/// <param name="Total">Packages in the job.</param>
/// <param name="Held">Of those, stored before it began.</param>
/// <param name="Collected">Collected by it.</param>
/// <param name="Failed">Given up.</param>
/// <param name="Bytes">Bytes of archives downloaded.</param>
/// <param name="Failures">What failed and why, at most 500.</param>
public sealed record ImportReport(
    string JobId,
    string Title,
    string State,
    int Total,
    int Held,
    int Collected,
    int Failed,
    long Bytes,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    IReadOnlyList<PackageFailed> Failures)
{
    public const string Running = "running";
    public const string Done = "done";
}
