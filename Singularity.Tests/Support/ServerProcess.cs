using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Singularity.Tests.Support;

/// <summary>A server's process: its output is kept for messages, and it is asked to stop or killed by its own id.</summary>
internal sealed class ServerProcess(TimeSpan patience)
{
    private readonly StringBuilder _output = new();
    private Process? _process;

    public int Id => _process!.Id;

    /// <summary>Null while it runs; else its exit code and what it wrote.</summary>
    public string? Ended => _process is { HasExited: true } process ? $"ended with {process.ExitCode}: {_output}" : null;

    /// <summary>All that it and those before it wrote.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>Asks it to stop, as a service manager would, and waits for its end.</summary>
    /// <param name="signal">As kill names it, such as TERM.</param>
    public async Task StopAsync(string signal)
    {
        if (_process is { HasExited: false } process && !OperatingSystem.IsWindows())
        {
            using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString()]);
            await kill.WaitForExitAsync();
            await process.WaitForExitAsync().WaitAsync(patience);
        }
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(patience);
        process.Dispose();
    }

    private void Note(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
