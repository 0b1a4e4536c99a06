using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Singularity.ServiceDefaults.Health;

/// <summary>Components register checks without a time-out; a server that accepts and never answers would hold the probe for ever.</summary>
internal sealed class CheckTimeouts : IPostConfigureOptions<HealthCheckServiceOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public void PostConfigure(string? name, HealthCheckServiceOptions options)
    {
        foreach (var check in options.Registrations)
        {
            if (check.Timeout <= TimeSpan.Zero || check.Timeout > Longest)
            {
                check.Timeout = Longest;
            }
        }
    }
}
