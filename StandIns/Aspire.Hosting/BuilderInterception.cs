using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Lets the testing package take part when an AppHost's entry point, running in a test's process, makes its builder.</summary>
internal abstract class BuilderInterception
{
    private static readonly AsyncLocal<BuilderInterception?> Ambient = new();

    public static BuilderInterception? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public abstract void Constructing(DistributedApplicationOptions options, HostApplicationBuilderSettings settings);

    public abstract void Constructed(DistributedApplicationBuilder builder);

    public abstract void Building(DistributedApplicationBuilder builder);

    public abstract void Built(DistributedApplication application);

    /// <summary>Completes when the entry point's application may start; faults or cancels when it must not.</summary>
    public abstract Task MayStartAsync();
}
