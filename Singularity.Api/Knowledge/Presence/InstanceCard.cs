using Singularity.Contracts.CentralCloud;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Home;

namespace Singularity.Api.Knowledge.Presence;

/// <summary>What this instance says of itself.</summary>
internal sealed class InstanceCard(InstanceIdentity identity, IHostEnvironment environment, SingularityHome home)
{
    private const int LongestName = 200;
    private const int LongestEnvironment = 64;

    private static readonly string Version = typeof(InstanceCard).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public string Machine { get; } = MachineCode.Read(home);

    public async Task<InstanceHello> ReadAsync(CancellationToken cancellationToken) => new(
        await identity.ReadAsync(cancellationToken), Cut(Environment.MachineName, LongestName), Version, Cut(environment.EnvironmentName, LongestEnvironment), Machine);

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest];
}
