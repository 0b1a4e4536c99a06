using System.Diagnostics.Metrics;
using Singularity.Knowledge.Ids;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Telemetry;

namespace Singularity.CentralCloud.Ingest;

/// <summary>What the ingest does, as metrics.</summary>
internal sealed class IngestMeter
{
    private readonly Counter<long> _ingested;
    private readonly Counter<long> _repeated;
    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _parked;
    private long _lag;
    private long _unfolded;

    public IngestMeter(IMeterFactory meters, HybridClock clock)
    {
        var meter = meters.Create(SingularityTelemetry.CentralCloud);
        _ingested = meter.CreateCounter<long>("singularity.ingest.ingested", "{observation}", "Observations that were new.");
        _repeated = meter.CreateCounter<long>("singularity.ingest.repeated", "{observation}", "Observations that were there already.");
        _conflicts = meter.CreateCounter<long>("singularity.ingest.conflicts", "{observation}", "Observations under whose id another content is kept.");
        _parked = meter.CreateCounter<long>("singularity.ingest.parked", "{message}", "Messages that were put aside.");
        meter.CreateObservableCounter("singularity.ingest.clock_ahead", () => clock.TooFarAhead, "{observation}", "Observations whose clock was too far ahead to be followed.");
        meter.CreateObservableGauge("singularity.ingest.lag", () => Interlocked.Read(ref _lag), "{message}", "Messages of the stream that are not taken in yet.");
        meter.CreateObservableGauge("singularity.ingest.unfolded", () => Interlocked.Read(ref _unfolded), "{observation}", "Observations that are stored and not folded into patterns yet.");
    }

    /// <summary>Messages that are not taken in yet, when last asked.</summary>
    public long Lag
    {
        get => Interlocked.Read(ref _lag);
        set => Interlocked.Exchange(ref _lag, value);
    }

    /// <summary>Observations that are stored and not folded yet.</summary>
    public long Unfolded
    {
        get => Interlocked.Read(ref _unfolded);
        set => Interlocked.Exchange(ref _unfolded, value);
    }

    public void Count(AppendResult result, int conflicts)
    {
        _ingested.Add(result.Added);
        _repeated.Add(result.Repeated - conflicts);
        _conflicts.Add(conflicts);
    }

    public void CountParked(int count) => _parked.Add(count);
}
