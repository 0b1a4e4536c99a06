using System.Diagnostics;
using System.Text;

namespace Singularity.Tests.Setup;

/// <summary>A server started by postgres.sh, up to the moment when it accepts connections; stopped when disposed.</summary>
internal sealed class RunningPostgres : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningPostgres(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int ProcessId => _process.Id;

    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    public static async Task<RunningPostgres> StartAsync(string[] arguments)
    {
        var server = new RunningPostgres(Script.Start(Script.Postgres, arguments));
        var exited = server._process.WaitForExitAsync();
        var first = await Task.WhenAny(server._ready.Task, exited).WaitAsync(TimeSpan.FromSeconds(60));
        first.ShouldBe(server._ready.Task, server.Log);
        return server;
    }

    /// <summary>As a power failure would: no shutdown, the lock file stays.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-INT", $"{ProcessId}"]);
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
        if (line?.Contains("ready to accept connections", StringComparison.Ordinal) == true)
            _ready.TrySetResult();
    }
}
