using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// A small process that outlives this one: when the pipe to it closes, whatever the reason, it stops every process registered here.
/// </summary>
internal sealed class Reaper : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Process _process;
    private bool _disposed;

    private Reaper(Process process) => _process = process;

    public int ProcessId => _process.Id;

    public static Reaper Start(RunDirectory run)
    {
        var script = Path.Combine(Path.GetDirectoryName(typeof(Reaper).Assembly.Location)!, "Orchestration", "aspire-reaper.sh");
        string[] command = [.. Posix.OwnSession(), "sh", script];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        var reaper = new Reaper(Process.Start(start)!);
        reaper.Send($"dir {run.Root}");
        return reaper;
    }

    public void Add(int order, int pid, StopSignal signal) =>
        Send(string.Create(CultureInfo.InvariantCulture, $"add {order} {pid} {(int)signal}"));

    public void Remove(int pid) => Send(string.Create(CultureInfo.InvariantCulture, $"remove {pid}"));

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            _process.StandardInput.Dispose();
            _process.Dispose();
        }
    }

    private void Send(string message)
    {
        lock (_gate)
        {
            if (_disposed) return;
            _process.StandardInput.Write(message + "\n");
            _process.StandardInput.Flush();
        }
    }
}
