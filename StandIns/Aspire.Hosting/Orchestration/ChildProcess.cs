using System.ComponentModel;
using System.Diagnostics;

namespace Aspire.Hosting.Orchestration;

/// <summary>A process in a session of its own, registered with the reaper before it does anything.</summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>Waits for a line before it becomes the real command: if this process is killed in between, it sees the end of input.</summary>
    private const string Gate = "IFS= read -r go || exit 125; exec \"$@\" </dev/null";
    private static readonly TimeSpan OutputPatience = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly Reaper _reaper;
    private readonly StopSignal _signal;
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process, Reaper reaper, StopSignal signal)
    {
        _process = process;
        _reaper = reaper;
        _signal = signal;
    }

    public int Id { get; private set; }

    /// <summary>Completes with the exit code; 128 + the signal's number for a process that was killed.</summary>
    public Task<int> Exit => _exit.Task;

    public static ChildProcess Start(ProcessCommand command, Reaper reaper, int order, Action<string> line)
    {
        // bash, since other shells drop variables that are no identifiers, as ConnectionStrings__centralcloud-db.
        string[] words = [.. Posix.OwnSession(), "bash", "-c", Gate, "bash", command.FileName, .. command.Arguments];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = command.WorkingDirectory ?? "/",
        };
        ChildEnvironment.Apply(start.Environment, command.Environment);

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var child = new ChildProcess(process, reaper, command.StopSignal);
        var pumps = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += async (_, _) => await child.FinishAsync(await pumps.Task);
        try
        {
            process.Start();
        }
        catch (Win32Exception impossible)
        {
            throw new DistributedApplicationException($"'{command.FileName}' could not be started: {impossible.Message}", impossible);
        }

        child.Id = process.Id;
        pumps.SetResult(Task.WhenAll(LinePump.RunAsync(process.StandardOutput, line), LinePump.RunAsync(process.StandardError, line)));
        reaper.Add(order, process.Id, command.StopSignal);
        child.Open();
        return child;
    }

    /// <summary>Asks politely, then after the deadline does not ask.</summary>
    public async Task StopAsync(TimeSpan deadline)
    {
        if (_exit.Task.IsCompleted) return;
        Posix.Signal(Id, _signal);
        if (await Task.WhenAny(_exit.Task, Task.Delay(deadline)) != _exit.Task) Posix.SignalGroup(Id, StopSignal.Kill);
        await _exit.Task;
    }

    public void Dispose() => _process.Dispose();

    private void Open()
    {
        try
        {
            _process.StandardInput.Write("go\n");
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it was let go; its exit is reported like any other.
        }
    }

    private async Task FinishAsync(Task pumps)
    {
        // What it started and left behind may hold the output open; the exit is not made to wait for that.
        await Task.WhenAny(pumps, Task.Delay(OutputPatience));
        Posix.SignalGroup(Id, StopSignal.Kill);
        _reaper.Remove(Id);
        _exit.TrySetResult(_process.ExitCode);
    }
}
