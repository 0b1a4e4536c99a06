using System.Text.Json;

namespace Aspire.Hosting;

public sealed class LaunchSettings
{
    public Dictionary<string, LaunchProfile> Profiles { get; set; } = [];
}

public sealed class LaunchProfile
{
    public string? CommandName { get; set; }

    public string? CommandLineArgs { get; set; }

    public string? ApplicationUrl { get; set; }

    public Dictionary<string, string> EnvironmentVariables { get; set; } = [];
}

internal sealed record NamedLaunchProfile(string Name, LaunchProfile Profile);

internal static class LaunchSettingsFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public static LaunchSettings? Read(string projectDirectory)
    {
        var path = Path.Combine(projectDirectory, "Properties", "launchSettings.json");
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<LaunchSettings>(File.ReadAllText(path), Options);
        }
        catch (JsonException malformed)
        {
            throw new DistributedApplicationException(
                $"'{path}' is not valid JSON: {malformed.Message}", malformed);
        }
    }

    /// <summary>The profile named, if the project has it; else its first one that runs the project.</summary>
    public static NamedLaunchProfile? Choose(IProjectMetadata project, string? preferred)
    {
        var settings = project.LaunchSettings ?? Read(Path.GetDirectoryName(project.ProjectPath)!);
        if (settings is null) return null;
        if (preferred is not null && settings.Profiles.TryGetValue(preferred, out var named)) return new(preferred, named);
        return settings.Profiles.Where(p => string.Equals(p.Value.CommandName, "Project", StringComparison.OrdinalIgnoreCase))
            .Select(p => new NamedLaunchProfile(p.Key, p.Value)).FirstOrDefault();
    }
}
