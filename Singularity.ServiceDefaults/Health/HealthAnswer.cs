using System.Text.Json.Serialization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Singularity.ServiceDefaults.Health;

/// <summary>Names and states only: exceptions and descriptions can hold addresses and user names.</summary>
internal sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string> Checks)
{
    public const string Unhealthy = "unhealthy";

    public static HealthAnswer From(HealthReport report) => new(
        Name(report.Status), report.Entries.ToDictionary(entry => entry.Key, entry => Name(entry.Value.Status)));

    private static string Name(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => Unhealthy,
    };
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class HealthJson : JsonSerializerContext;
