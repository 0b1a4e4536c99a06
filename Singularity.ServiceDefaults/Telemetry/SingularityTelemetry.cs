namespace Singularity.ServiceDefaults.Telemetry;

/// <summary>The names of all activity sources and meters, ours and those of the libraries that are exported.</summary>
public static class SingularityTelemetry
{
    /// <summary>Requests that arrive over NATS.</summary>
    public const string Messaging = "Singularity.Messaging";

    public const string Api = "Singularity.Api";

    public const string Registry = "Singularity.Registry";

    public const string CentralCloud = "Singularity.CentralCloud";

    internal const string HttpServer = "Microsoft.AspNetCore";

    internal static readonly string[] Sources = [HttpServer, "System.Net.Http", "Npgsql", "NATS.Net", "Singularity.*"];

    internal static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql", "NATS.Net", "Singularity.*",
    ];
}
