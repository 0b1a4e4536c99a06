using Singularity.Contracts.Packages;

namespace Singularity.Registry.Importing;

/// <summary>
/// The durable list of what imports have to collect: PostgreSQL in the service, the embedded file in the CLI without servers. An item is taken under a
/// lease, so that what a killed process had begun is taken up by another.
/// </summary>
internal interface IImportJobs
{
    /// <summary>Creates the job, or adds to it; an item that it has already is not added twice. Returns how many were added as waiting.</summary>
    Task<int> AddAsync(string jobId, string title, IReadOnlyList<NewImportItem> items, CancellationToken cancellationToken);

    /// <summary>Takes up to <paramref name="count"/> waiting items, the oldest job's first.</summary>
    Task<IReadOnlyList<ImportItem>> TakeAsync(int count, CancellationToken cancellationToken);

    /// <summary>Keeps the items for another lease.</summary>
    Task RenewAsync(IReadOnlyList<ImportItem> items, CancellationToken cancellationToken);

    Task FinishAsync(ImportItem item, ImportResult result, CancellationToken cancellationToken);

    /// <summary>Null when no such job is known.</summary>
    Task<ImportReport?> ReadAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Forgets jobs that ended before this moment.</summary>
    Task ForgetAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken);
}

/// <param name="Purl">With version or requirement.</param>
/// <param name="IsHeld">Stored already, so there is nothing to do.</param>
internal sealed record NewImportItem(string Purl, bool IsHeld);

/// <summary>One package to collect.</summary>
/// <param name="Attempts">Made so far, this one included.</param>
internal sealed record ImportItem(string JobId, string Purl, int Attempts);

/// <summary>What came of an item.</summary>
internal abstract record ImportResult
{
    private ImportResult()
    {
    }

    /// <param name="Bytes">Of archive downloaded.</param>
    public sealed record Collected(long Bytes) : ImportResult;

    public sealed record Failed(int Code, string Error) : ImportResult;

    /// <summary>To be tried again, not before this moment.</summary>
    public sealed record Later(DateTimeOffset NotBefore) : ImportResult;
}
