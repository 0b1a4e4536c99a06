namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>What the NuGet client would see of this machine.</summary>
/// <param name="WorkingDirectory">From here upwards nuget.config files are looked for, before those of user and machine.</param>
internal sealed record NuGetEnvironment(string WorkingDirectory)
{
    public static NuGetEnvironment OfThisProcess() => new(Environment.CurrentDirectory);
}
