using System.Diagnostics.Metrics;
using Singularity.Contracts.Knowledge;
using Singularity.ServiceDefaults.Telemetry;

namespace Singularity.Api.Knowledge;

/// <summary>Metrics of learned patterns on an instance.</summary>
internal static class KnowledgeTelemetry
{
    private static readonly Meter Meter = new(SingularityTelemetry.Api);

    private static readonly Counter<long> Recalls =
        Meter.CreateCounter<long>("singularity.knowledge.recalls", "{query}", "Queries for patterns by mode and by what asking CentralCloud came to.");

    private static readonly Counter<long> Forwarded =
        Meter.CreateCounter<long>("singularity.knowledge.forwarded", "{observation}", "Observations that the authority acknowledged.");

    private static readonly Counter<long> Fetched =
        Meter.CreateCounter<long>("singularity.knowledge.fetched", "{observation}", "Observations fetched from CentralCloud that were new here.");

    public static void CountRecall(RecallMode mode, CentralOutcome central)
    {
        if (Recalls.Enabled)
        {
            Recalls.Add(1, new KeyValuePair<string, object?>("mode", mode.ToString()), new KeyValuePair<string, object?>("central", central.ToString()));
        }
    }

    public static void CountForwarded(int count) => Forwarded.Add(count);

    public static void CountFetched(int count) => Fetched.Add(count);

    /// <summary>Publishes how many observations wait for the authority, as last counted.</summary>
    public static void ObserveBacklog(Func<long> backlog) =>
        Meter.CreateObservableGauge("singularity.knowledge.backlog", backlog, "{observation}", "Observations that the authority has not acknowledged, as last counted.");
}
