using System.Text.Json;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Osv;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Advisories.Dumps;

/// <summary>Where a load's requests go.</summary>
internal interface IAdvisoryTarget
{
    Task<ServiceReply<AdvisoriesLoaded>> LoadAsync(LoadAdvisories part, CancellationToken cancellationToken);

    Task<ServiceReply<AdvisoriesApplied>> ApplyAsync(ApplyAdvisories part, CancellationToken cancellationToken);
}

/// <param name="Stage">load or apply.</param>
internal sealed record AdvisoryProgress(string Stage, long Done, long Total);

/// <summary>
/// Loads a dump in parts that fit a message each, then has stored packages rewritten. Interrupted or failed, the same load goes on where it was: what is
/// stored already changes nothing, and packages wait until they are rewritten.
/// </summary>
internal sealed class AdvisoryLoad(IAdvisoryTarget target, DumpLimits limits, IProgress<AdvisoryProgress>? progress, TimeProvider time)
{
    private const int PartBytes = 400 * 1024;
    private const int PartDocuments = 500;

    /// <summary>Of one document; a NATS message holds 1 MiB by default, headers included.</summary>
    private const int MaxDocument = 900 * 1024;

    private const int MaxErrors = 100;
    private const int ApplyPart = 500;

    private readonly List<AdvisoryError> _errors = [];
    private readonly List<OsvDocument> _part = [];
    private int _partBytes;
    private int _documents;
    private int _elsewhere;
    private int _failed;
    private AdvisoriesLoaded _loaded = new(0, 0, 0, []);

    /// <exception cref="DumpException">The dump cannot be read.</exception>
    public async Task<ServiceReply<AdvisoryLoadReport>> RunAsync(string path, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using (var dump = OsvDump.Open(path, limits))
        {
            var count = dump.Count;
            foreach (var file in dump.ReadAll())
            {
                cancellationToken.ThrowIfCancellationRequested();
                _documents++;
                Take(file);
                if ((_partBytes >= PartBytes || _part.Count >= PartDocuments) && await SendAsync(cancellationToken) is { } failure)
                {
                    return failure;
                }

                progress?.Report(new AdvisoryProgress("load", _documents, count));
            }
        }

        if (await SendAsync(cancellationToken) is { } last)
        {
            return last;
        }

        var (rewritten, notApplied) = await ApplyAsync(cancellationToken);
        return notApplied ?? new AdvisoryLoadReport(
            path, _documents, _loaded.Added, _loaded.Updated, _loaded.Unchanged, _elsewhere, _failed, _errors, rewritten,
            (long)time.GetElapsedTime(started).TotalMilliseconds);
    }

    private void Take(DumpFile file)
    {
        switch (file.Problem is null ? OsvReader.Read(file.Json.Span) : new OsvReading.Bad(file.Problem))
        {
            case OsvReading.Read(var document):
                var size = Size(document);
                (document, size) = size > MaxDocument ? (document with { Details = null }, Size(document with { Details = null })) : (document, size);
                if (size > MaxDocument)
                {
                    Fail(file.Name, $"is still {size} bytes without its details; at most {MaxDocument} are accepted.");
                    break;
                }

                _part.Add(document);
                _partBytes += size;
                break;
            case OsvReading.Elsewhere:
                _elsewhere++;
                break;
            case OsvReading.Bad(var message):
                Fail(file.Name, message);
                break;
        }
    }

    // Null when the part was stored. The reader's limit keeps a part and one more document within a message.
    private async Task<ServiceReply<AdvisoryLoadReport>?> SendAsync(CancellationToken cancellationToken)
    {
        foreach (var part in Split())
        {
            switch (await target.LoadAsync(new LoadAdvisories(part), cancellationToken))
            {
                case ServiceReply<AdvisoriesLoaded>.Ok(var loaded):
                    _loaded = new AdvisoriesLoaded(_loaded.Added + loaded.Added, _loaded.Updated + loaded.Updated, _loaded.Unchanged + loaded.Unchanged, []);
                    foreach (var error in loaded.Errors ?? [])
                    {
                        Fail(error.Document, error.Error);
                    }

                    break;
                case ServiceReply<AdvisoriesLoaded>.Failed failed:
                    return new ServiceReply<AdvisoryLoadReport>.Failed(
                        failed.Code, $"{failed.Message} {_loaded.Added + _loaded.Updated + _loaded.Unchanged} documents are stored; load the same dump again for the rest.");
            }
        }

        _part.Clear();
        _partBytes = 0;
        return null;
    }

    // The document that filled the part may be a large one: it then goes alone.
    private IEnumerable<IReadOnlyList<OsvDocument>> Split() => _part.Count == 0 ? []
        : _partBytes <= MaxDocument ? [[.. _part]]
        : [.. _part.Count > 1 ? new[] { _part[..^1] } : [], [_part[^1]]];

    private async Task<(int Rewritten, ServiceReply<AdvisoryLoadReport>? Failure)> ApplyAsync(CancellationToken cancellationToken)
    {
        var (rewritten, done) = (0, 0L);
        while (true)
        {
            switch (await target.ApplyAsync(new ApplyAdvisories(ApplyPart), cancellationToken))
            {
                case ServiceReply<AdvisoriesApplied>.Ok(var applied):
                    rewritten += applied.Rewritten;
                    done += applied.Checked;
                    progress?.Report(new AdvisoryProgress("apply", done, done + applied.Pending));
                    if (applied.Pending == 0)
                    {
                        return (rewritten, null);
                    }

                    break;
                case ServiceReply<AdvisoriesApplied>.Failed failed:
                    return (rewritten, new ServiceReply<AdvisoryLoadReport>.Failed(failed.Code, failed.Message));
            }
        }
    }

    private void Fail(string document, string error)
    {
        _failed++;
        if (_errors.Count < MaxErrors)
        {
            _errors.Add(new AdvisoryError(document, error));
        }
    }

    private static int Size(OsvDocument document) => JsonSerializer.SerializeToUtf8Bytes(document, SingularityJson.Default.OsvDocument).Length;
}
