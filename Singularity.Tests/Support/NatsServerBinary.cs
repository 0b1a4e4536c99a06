using System.Diagnostics;

namespace Singularity.Tests.Support;

/// <summary>Finds nats-server: configured, fetched into the checkout, on PATH; else has it fetched, once.</summary>
internal static class NatsServerBinary
{
    private static readonly Lazy<string> Found = new(FindOrInstall);

    public static string Find() => Found.Value;

    private static string FindOrInstall()
    {
        if (Environment.GetEnvironmentVariable("SINGULARITY_NATS_SERVER") is { Length: > 0 } configured)
            return configured;
        var name = OperatingSystem.IsWindows() ? "nats-server.exe" : "nats-server";
        var root = Repository.Root;
        var fetched = Path.Combine(root, ".tools", "bin", name);
        if (File.Exists(fetched))
            return fetched;
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (onPath is not null)
            return onPath;
        using var install = Process.Start("bash", [Path.Combine(root, "StandIns", "Servers", "install.sh")]);
        install.WaitForExit();
        return File.Exists(fetched) ? fetched : throw new InvalidOperationException($"{fetched} is missing and could not be fetched.");
    }
}
