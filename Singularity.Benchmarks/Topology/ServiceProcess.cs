using System.Diagnostics;
using System.Globalization;

namespace Singularity.Benchmarks.Topology;

/// <summary>A service of the product as a process of its own, on the topology's servers, with settings and a data folder of its own.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ServiceProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <param name="project">Such as Singularity.Registry.</param>
    /// <param name="arguments">Of the program.</param>
    /// <param name="prefix">Of its subjects; services that have it in common belong together.</param>
    /// <param name="name">Of its data folder.</param>
    /// <param name="settings">As in its configuration, with a colon between section and key.</param>
    public static ServiceProcess Start(
        RunningTopology topology, string project, IEnumerable<string> arguments, string prefix, string name, IEnumerable<(string Key, string Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };

        // The service lies beside this program's folder, as the build put it.
        start.ArgumentList.Add(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, "release", $"{project}.dll")));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["SINGULARITY_HOME"] = Directory.CreateDirectory(Path.Combine(topology.Home, name)).FullName;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (key, value) in (IEnumerable<(string, string)>)
            [
                ("ConnectionStrings:nats", topology.Nats), ("ConnectionStrings:singularity", topology.Postgres), ("ConnectionStrings:centralcloud-db", topology.CentralPostgres),
                ("Singularity:SubjectPrefix", prefix), ("Logging:LogLevel:Default", "Warning"), .. settings,
            ])
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{project} did not start.");
        process.OutputDataReceived += static (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        return new ServiceProcess(process);
    }

    /// <summary>Stops it where it stands, its connections open.</summary>
    public async Task FreezeAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Windows has no signal that stops a process.");
        }

        using var kill = Process.Start("kill", ["-STOP", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit(Patience);
        _process.Dispose();
    }
}
