using System.Runtime.InteropServices;

namespace Aspire.Hosting.Orchestration;

internal static class Posix
{
    public static void Signal(int pid, StopSignal signal) => _ = kill(pid, (int)signal);

    /// <summary>Signals a process and all that it started and that stayed with it.</summary>
    public static void SignalGroup(int leader, StopSignal signal) => _ = kill(-leader, (int)signal);

    public static string? FindOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>A prefix that starts a command in a session of its own, where the terminal's Ctrl+C does not reach it.</summary>
    public static IReadOnlyList<string> OwnSession() =>
        FindOnPath("setsid") is { } setsid ? [setsid]
        : FindOnPath("perl") is { } perl ? [perl, "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or exit 127", "--"]
        : throw new DistributedApplicationException("Neither 'setsid' nor 'perl' is on PATH. Install util-linux or perl.");

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);
}
