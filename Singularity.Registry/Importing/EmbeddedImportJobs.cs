using System.Security.Cryptography;
using System.Text;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage.Embedded;

namespace Singularity.Registry.Importing;

/// <summary>
/// Jobs in the embedded file. One process works them off, so what it has taken is kept in its memory: whatever was not finished when it was killed
/// is waiting when the next one looks.
/// </summary>
internal sealed class EmbeddedImportJobs(EmbeddedDatabase database, TimeProvider time) : IImportJobs
{
    private const int MaxFailures = 500;
    private const string Waiting = "waiting";
    private const string Held = "held";
    private const string Collected = "collected";
    private const string Failed = "failed";

    private readonly Dictionary<string, DateTimeOffset> _notBefore = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public Task<int> AddAsync(string jobId, string title, IReadOnlyList<NewImportItem> items, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var added = database.InTransaction(() =>
        {
            if (database.Jobs.FindById(jobId) is null)
            {
                database.Jobs.Upsert(new EmbeddedJob { Id = jobId, Title = title, CreatedAt = now });
            }

            var waiting = 0;
            var position = database.JobItems.Find(i => i.JobId == jobId).Count;
            foreach (var item in items.Where(i => database.JobItems.FindById(Id(jobId, i.Purl)) is null))
            {
                waiting += item.IsHeld ? 0 : 1;
                database.JobItems.Upsert(new EmbeddedJobItem
                {
                    Id = Id(jobId, item.Purl),
                    JobId = jobId,
                    Purl = item.Purl,
                    Position = position++,
                    State = item.IsHeld ? Held : Waiting,
                    EndedAt = item.IsHeld ? now : 0,
                });
            }

            return waiting;
        });
        return Task.FromResult(added);
    }

    public Task<IReadOnlyList<ImportItem>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var next = database.JobItems.Find(static i => i.State == Waiting, count + _notBefore.Count)
                .Where(i => !_notBefore.TryGetValue(i.Id, out var moment) || moment <= now)
                .Take(count)
                .ToList();
            foreach (var item in next)
            {
                item.Attempts++;
                database.JobItems.Upsert(item);
                _notBefore[item.Id] = DateTimeOffset.MaxValue;
            }

            return Task.FromResult<IReadOnlyList<ImportItem>>([.. next.Select(static i => new ImportItem(i.JobId, i.Purl, i.Attempts))]);
        }
    }

    // What is taken stays taken as long as this process lives.
    public Task RenewAsync(IReadOnlyList<ImportItem> items, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task FinishAsync(ImportItem item, ImportResult result, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var id = Id(item.JobId, item.Purl);
            if (result is ImportResult.Later later)
            {
                _notBefore[id] = later.NotBefore;
            }
            else if (database.JobItems.FindById(id) is { } held)
            {
                held.State = result is ImportResult.Collected ? Collected : Failed;
                held.Bytes = (result as ImportResult.Collected)?.Bytes ?? 0;
                held.Code = (result as ImportResult.Failed)?.Code ?? 0;
                held.Error = (result as ImportResult.Failed)?.Error;
                held.EndedAt = time.GetUtcNow().ToUnixTimeMilliseconds();
                database.JobItems.Upsert(held);
                _notBefore.Remove(id);
            }
        }

        return Task.CompletedTask;
    }

    public Task<ImportReport?> ReadAsync(string jobId, CancellationToken cancellationToken)
    {
        if (database.Jobs.FindById(jobId) is not { } job)
        {
            return Task.FromResult<ImportReport?>(null);
        }

        var items = database.JobItems.Find(i => i.JobId == jobId).OrderBy(static i => i.Position).ToList();
        var running = items.Exists(static i => i.State == Waiting);
        return Task.FromResult<ImportReport?>(new ImportReport(
            jobId, job.Title, running ? ImportReport.Running : ImportReport.Done, items.Count, items.Count(static i => i.State == Held),
            items.Count(static i => i.State == Collected), items.Count(static i => i.State == Failed), items.Sum(static i => i.Bytes), At(job.CreatedAt),
            running || items.Count == 0 ? null : At(items.Max(static i => i.EndedAt)),
            [.. items.Where(static i => i.State == Failed).Take(MaxFailures).Select(static i => new PackageFailed(i.Purl, i.Code, i.Error ?? "", At(i.EndedAt)))]));
    }

    public Task ForgetAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        var moment = endedBefore.ToUnixTimeMilliseconds();
        foreach (var job in database.Jobs.FindAll().Where(j => j.CreatedAt < moment).ToList())
        {
            var items = database.JobItems.Find(i => i.JobId == job.Id).ToList();
            if (items.TrueForAll(i => i.State != Waiting && i.EndedAt < moment))
            {
                database.InTransaction(() =>
                {
                    items.ForEach(i => database.JobItems.Delete(i.Id));
                    return database.Jobs.Delete(job.Id);
                });
            }
        }

        return Task.CompletedTask;
    }

    // LiteDB compares keys without case and bounds their length; a hash knows neither.
    private static string Id(string jobId, string purl) => $"{jobId}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(purl)))}";

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
