using System.Diagnostics;
using System.Globalization;

namespace Singularity.Registry.Linking;

/// <summary>
/// Has the authority's running server read its configuration again, where it is a process that can be told for sure. It closes the links of accounts that are gone; what
/// a new account uses of others works only from the server's next start.
/// </summary>
internal static class HubReload
{
    /// <summary>False when none was told: none runs, or it runs in a container.</summary>
    public static async Task<bool> TryAsync(AuthorityFolder authority, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || ReadPid(authority.Folder) is not { } pid || !IsServer(pid, authority.Folder))
        {
            return false;
        }

        using var kill = Process.Start("kill", ["-HUP", pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
        return kill.ExitCode == 0;
    }

    private static int? ReadPid(string folder)
    {
        try
        {
            return int.TryParse(File.ReadAllText(Path.Combine(folder, HubConfiguration.PidFile)).Trim(), CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The number may be an old one, or a container's, and belong to any other process here.
    private static bool IsServer(int pid, string folder)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Split('\0').Contains(Path.Combine(folder, NatsSettings.ConfigFile));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
