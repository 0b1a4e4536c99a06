using System.Reflection;
using Microsoft.Extensions.Configuration.Json;

namespace Aspire.Hosting;

/// <summary>What the build recorded in the AppHost's assembly; see build/Aspire.Hosting.AppHost.targets of the AppHost package.</summary>
internal static class AppHostMetadata
{
    private const string ProjectPathKey = "apphostprojectpath";
    private const string OutputKeyPrefix = "aspireprojectoutput:";

    public static string? ProjectDirectory(Assembly? appHost) => Value(appHost, ProjectPathKey);

    /// <summary>The built assembly of a project that the AppHost refers to.</summary>
    public static string? OutputOf(Assembly? appHost, string projectPath) => Value(appHost, OutputKeyPrefix + projectPath);

    private static string? Value(Assembly? assembly, string key) => assembly?.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(attribute => string.Equals(attribute.Key, key, StringComparison.OrdinalIgnoreCase))?.Value;
}

internal static class JsonSources
{
    public static JsonConfigurationSource Resolved(this JsonConfigurationSource source)
    {
        source.ResolveFileProvider();
        return source;
    }
}
