using System.Diagnostics.Metrics;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Upstreams;

/// <summary>Calls to registries since the process started, as metrics and as figures for packages.storage.stats.</summary>
internal sealed class UpstreamCounters
{
    public const string MeterName = "Singularity.Registry";

    private readonly Counter<long> _requestCounter;
    private readonly Counter<long> _notModifiedCounter;
    private readonly Counter<long> _failureCounter;
    private readonly Counter<long> _byteCounter;
    private long _requests;
    private long _notModified;
    private long _failures;
    private long _bytes;

    public UpstreamCounters(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _requestCounter = meter.CreateCounter<long>("singularity.upstream.requests", "{request}", "Requests sent to package registries.");
        _notModifiedCounter = meter.CreateCounter<long>("singularity.upstream.not_modified", "{response}", "Answers that nothing has changed.");
        _failureCounter = meter.CreateCounter<long>("singularity.upstream.failures", "{attempt}", "Attempts that gave no usable answer.");
        _byteCounter = meter.CreateCounter<long>("singularity.upstream.received", "By", "Bytes of bodies, decompressed.");
    }

    public UpstreamStats Snapshot() =>
        new(Interlocked.Read(ref _requests), Interlocked.Read(ref _notModified), Interlocked.Read(ref _failures), Interlocked.Read(ref _bytes));

    public void CountRequest() => Count(ref _requests, _requestCounter, 1);

    public void CountNotModified() => Count(ref _notModified, _notModifiedCounter, 1);

    public void CountFailure() => Count(ref _failures, _failureCounter, 1);

    public void CountBytes(long bytes) => Count(ref _bytes, _byteCounter, bytes);

    private static void Count(ref long total, Counter<long> counter, long by)
    {
        Interlocked.Add(ref total, by);
        counter.Add(by);
    }
}
