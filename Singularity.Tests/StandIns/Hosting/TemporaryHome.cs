using System.Diagnostics;
using System.Globalization;

namespace Singularity.Tests.StandIns.Hosting;

/// <summary>A data folder for one topology, and the processes of this machine whose command line mentions it.</summary>
internal sealed class TemporaryHome : IDisposable
{
    public TemporaryHome()
    {
        Path = Directory.CreateTempSubdirectory("singularity-home-").FullName;
        // PostgreSQL gives up root and must still reach its data.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public string Path { get; }

    public IReadOnlyList<string> CommandLines() => [.. Matches().Select(match => match.CommandLine)];

    public IReadOnlyList<Process> Processes() => [.. Matches().Select(match => Process.GetProcessById(match.Pid))];

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private IEnumerable<(int Pid, string CommandLine)> Matches()
    {
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(System.IO.Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) || pid == Environment.ProcessId) continue;
            if (Read(folder) is { } line && line.Contains(Path, StringComparison.Ordinal)) yield return (pid, line);
        }
    }

    private static string? Read(string folder)
    {
        try
        {
            return File.ReadAllText(System.IO.Path.Combine(folder, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
