using System.Diagnostics;

namespace Singularity.Tests.Support;

/// <summary>The start-up script of PostgreSQL; has the server fetched into the checkout, once, where it is missing.</summary>
internal static class PostgresBinaries
{
    private static readonly Lazy<string> Found = new(FindOrInstall);

    /// <summary>Path of the script that becomes the server.</summary>
    public static string Script => Found.Value;

    private static string FindOrInstall()
    {
        var root = Repository.Root;
        var servers = Path.Combine(root, "StandIns", "Servers");
        var configured = Environment.GetEnvironmentVariable("SINGULARITY_POSTGRES_BIN");
        var binary = Path.Combine(configured is { Length: > 0 } ? configured : Path.Combine(root, ".tools", "postgres", "bin"), "postgres");
        if (!File.Exists(binary))
        {
            using var install = Process.Start("bash", [Path.Combine(servers, "install.sh")]);
            install.WaitForExit();
            if (!File.Exists(binary))
                throw new InvalidOperationException($"{binary} is missing and could not be fetched.");
        }

        return Path.Combine(servers, "postgres.sh");
    }
}
