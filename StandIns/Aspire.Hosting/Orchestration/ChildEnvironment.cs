namespace Aspire.Hosting.Orchestration;

/// <summary>A child sees this machine's variables, without those that configure the AppHost itself.</summary>
internal static class ChildEnvironment
{
    private static readonly string[] OwnPrefixes =
        ["ASPIRE_", "ASPNETCORE_", "DOTNET_DASHBOARD_", "DOTNET_RESOURCE_SERVICE_", "DOTNET_LAUNCH_PROFILE", "OTEL_", "MSBUILD", "VSTEST_"];

    public static void Apply(IDictionary<string, string?> environment, IReadOnlyDictionary<string, string> additions)
    {
        foreach (var name in environment.Keys.Where(IsOwn).ToList()) environment.Remove(name);
        foreach (var (name, value) in additions) environment[name] = value;
    }

    private static bool IsOwn(string name) => OwnPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
