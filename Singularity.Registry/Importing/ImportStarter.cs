using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage;

namespace Singularity.Registry.Importing;

/// <summary>Turns a list of packages into a job: what is stored at its exact version is held already, the rest waits.</summary>
internal sealed class ImportStarter(IImportJobs jobs, IPackageStore truth, ImportSignal signal, TimeProvider time)
{
    /// <param name="jobId">Of a job to add to, or for a new one; null chooses one.</param>
    public async Task<ImportStarted> StartAsync(
        string? jobId, string title, IReadOnlyList<PackageSpec> specs, IReadOnlyList<ImportSkipped> skipped, CancellationToken cancellationToken)
    {
        jobId ??= Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        var distinct = specs.DistinctBy(static s => (s.Ecosystem, s.Name, s.Version)).ToList();
        var stored = await truth.FindStoredAsync(
            [.. distinct.Where(static s => s.Version is not null).Select(static s => PackageKey.For(s.Ecosystem, s.Name, s.Version))], cancellationToken);
        var items = distinct.ConvertAll(s => new NewImportItem(
            PackageUrl.Format(s.Ecosystem, s.Name, s.Version), s.Version is not null && stored.Contains(PackageKey.For(s.Ecosystem, s.Name, s.Version))));
        var waiting = await jobs.AddAsync(jobId, title, items, cancellationToken);
        signal.Set();
        return new ImportStarted(jobId, items.Count, waiting, skipped);
    }
}
