using System.Diagnostics;

namespace Singularity.Tests.TwoMachines;

/// <summary>A process that is started again whenever it ends, as a service manager does it.</summary>
internal sealed class MachineProcess(string name, NetworkNamespace network, string program, IReadOnlyList<string> arguments, Dictionary<string, string> environment) : IAsyncDisposable
{
    private const int KeptLines = 400;

    // What ends at once would only be started for ever.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Queue<string> _output = [];
    private readonly CancellationTokenSource _over = new();
    private Process? _process;
    private Task _supervision = Task.CompletedTask;
    private int _killed;

    public string Name => name;

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How often it ended by itself.</summary>
    public int Ends { get; private set; }

    /// <summary>The last lines that it wrote.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _output);
            }
        }
    }

    public void Start() => _supervision = SuperviseAsync();

    /// <summary>A setting that holds from its next start.</summary>
    public void Set(string variable, string value) => environment[variable] = value;

    /// <summary>Ends it as a crash would; false when it was not running.</summary>
    public bool Kill()
    {
        lock (_lock)
        {
            if (_process is not { HasExited: false } process)
            {
                return false;
            }

            _killed = process.Id;
            process.Kill();
            Kills++;
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        Kill();
        await _supervision;
        _over.Dispose();
    }

    private async Task SuperviseAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            using var process = Launch();
            await process.WaitForExitAsync();
            lock (_lock)
            {
                _process = null;
            }

            if (_killed != process.Id && !_over.IsCancellationRequested)
            {
                Ends++;
                Note($"ended with {process.ExitCode}");
                await Task.Delay(Pause);
            }
        }
    }

    private Process Launch()
    {
        var start = network.Command(program, arguments);
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        lock (_lock)
        {
            process.Start();
            _process = process;
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Note(string? line)
    {
        lock (_lock)
        {
            if (line is null)
            {
                return;
            }

            _output.Enqueue(line);
            if (_output.Count > KeptLines)
            {
                _output.Dequeue();
            }
        }
    }
}
