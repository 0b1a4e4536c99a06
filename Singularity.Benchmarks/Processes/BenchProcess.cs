using System.Diagnostics;

namespace Singularity.Benchmarks.Processes;

/// <summary>This program once more, under another verb, as a process of its own: it is told what to do in lines and answers in lines.</summary>
internal sealed class BenchProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _verb;

    private BenchProcess(Process process, string verb) => (_process, _verb) = (process, verb);

    public static BenchProcess Start(string verb, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            // Started through `dotnet X.dll` the first argument names the program; as an executable of its own it does not.
            start.ArgumentList.Add(typeof(BenchProcess).Assembly.Location);
        }

        foreach (var argument in (string[])[verb, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return new BenchProcess(Process.Start(start) ?? throw new InvalidOperationException($"{verb} did not start."), verb);
    }

    /// <summary>Addresses carry passwords, which do not belong on a command line.</summary>
    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public async Task<string> ListenAsync() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{_verb} ended before it answered.");

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
