using Microsoft.Extensions.Configuration;

namespace Singularity.AppHost;

/// <summary>The folder with this user's data, found as the services find it; the AppHost compiles against none of them.</summary>
internal static class DataFolder
{
    public static string Find(IConfiguration configuration)
    {
        if (configuration["SINGULARITY_HOME"] is { Length: > 0 } home) return Path.GetFullPath(home);

        var data = configuration[OperatingSystem.IsWindows() ? "LOCALAPPDATA" : "XDG_DATA_HOME"];
        if (data is not { Length: > 0 } || !Path.IsPathRooted(data))
            data = OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
        return Path.Combine(data, "singularity");
    }
}
