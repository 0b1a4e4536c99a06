using System.Diagnostics;

namespace Singularity.Tests.TwoMachines;

/// <summary>
/// A process that reads from this one: when this one is gone, the reading ends, and so do all that ran in the machine's network, the network, and the machine's folder; the
/// folder more than once, since what was about to be written may still come.
/// </summary>
internal sealed class MachineWatchdog : IAsyncDisposable
{
    private const string Script = """
        read -r over && exit
        kill -KILL $(ip netns pids "$1")
        ip netns delete "$1"
        for try in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$2"; sleep 0.3; [ -e "$2" ] || exit 0; done
        """;

    private readonly Process _process;

    public MachineWatchdog(NetworkNamespace network, string folder) => _process = Process.Start(
        new ProcessStartInfo("bash", ["-c", Script, "watchdog", network.Name, folder]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true })!;

    public async ValueTask DisposeAsync()
    {
        await _process.StandardInput.WriteLineAsync("over");
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
