using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Gives a builder made during a test the test's arguments, random ports and the AppHost's launch profile.</summary>
internal class TestInterception(
    Assembly appHost, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder)
    : BuilderInterception
{
    public T Within<T>(Func<T> create)
    {
        var outer = Current;
        Current = this;
        try
        {
            return create();
        }
        finally
        {
            Current = outer;
        }
    }

    public override void Constructing(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        options.Args = settings.Args = [.. settings.Args ?? [], .. args];
        options.AssemblyName = settings.ApplicationName = appHost.GetName().Name;
        options.DisableDashboard = true;
        options.EnableResourceLogging = true;
        settings.Configuration ??= new ConfigurationManager();
        var defaults = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["DcpPublisher:RandomizePorts"] = "true" };
        AddLaunchProfile(defaults, options.Args);
        settings.Configuration.AddInMemoryCollection(defaults);
        configureBuilder(options, settings);
        // HostApplicationBuilder reads the environment from its settings alone, before any command line.
        settings.EnvironmentName ??= Option(options.Args, "environment") ?? defaults.GetValueOrDefault("DOTNET_ENVIRONMENT");
    }

    public override void Constructed(DistributedApplicationBuilder builder) => builder.Services.AddHttpClient();

    public override void Building(DistributedApplicationBuilder builder)
    {
    }

    public override void Built(DistributedApplication application)
    {
    }

    public override Task MayStartAsync() => Task.CompletedTask;

    private void AddLaunchProfile(Dictionary<string, string?> defaults, string[] arguments)
    {
        if (AppHostMetadata.ProjectDirectory(appHost) is not { } directory || LaunchSettingsFile.Read(directory) is not { } settings) return;
        var name = Option(arguments, "DOTNET_LAUNCH_PROFILE") ?? settings.Profiles.Keys.FirstOrDefault();
        if (name is null) return;
        if (!settings.Profiles.TryGetValue(name, out var profile))
            throw new InvalidOperationException($"The configured launch profile, '{name}', was not found in the launch settings file.");
        defaults["DOTNET_LAUNCH_PROFILE"] = name;
        // Where a dashboard would listen is no place to send a test's telemetry to.
        foreach (var (variable, value) in profile.EnvironmentVariables.Where(v => !v.Key.Contains("_DASHBOARD_", StringComparison.Ordinal)))
            defaults[variable] = value;
    }

    private static string? Option(string[] arguments, string name) => new ConfigurationBuilder().AddCommandLine(arguments).Build()[name];
}
