using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestration;

/// <summary>Finds the programs of servers; what is missing is fetched once by the repository's set-up script.</summary>
internal sealed class ServerTools(string appHostDirectory, IConfiguration configuration, Reaper reaper, OutputLines output) : IDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _oneSetUp = new(1);
    private bool _setUpDone;

    public async Task<string> FindAsync(string program, string variable, CancellationToken cancellationToken)
    {
        if (configuration[variable] is { Length: > 0 } configured)
            return File.Exists(configured)
                ? configured
                : throw new DistributedApplicationException($"{variable} names '{configured}', which does not exist. Correct it or unset it.");
        string? Find() => Existing(Path.Combine(Tools, "bin", program)) ?? Posix.FindOnPath(program);
        if (Find() is { } found) return found;

        await SetUpAsync(cancellationToken);
        return Find() ?? throw Missing(program);
    }

    /// <summary>The script that becomes a PostgreSQL server.</summary>
    public async Task<string> PostgresScriptAsync(CancellationToken cancellationToken)
    {
        var folder = configuration["SINGULARITY_POSTGRES_BIN"] ?? Path.Combine(Tools, "postgres", "bin");
        if (!File.Exists(Path.Combine(folder, "postgres"))) await SetUpAsync(cancellationToken);
        if (!File.Exists(Path.Combine(folder, "postgres"))) throw Missing("PostgreSQL");
        return Path.Combine(Servers, "postgres.sh");
    }

    public void Dispose() => _oneSetUp.Dispose();

    private string Servers => FindServers() ?? throw new DistributedApplicationException(
        $"No parent of '{appHostDirectory}' has a folder StandIns/Servers. Run the AppHost from the repository.");

    private string Tools => configuration["SINGULARITY_TOOLS"] ?? Path.GetFullPath(Path.Combine(Servers, "..", "..", ".tools"));

    private string? FindServers()
    {
        for (var folder = new DirectoryInfo(appHostDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "StandIns", "Servers")))
                return Path.Combine(folder.FullName, "StandIns", "Servers");
        return null;
    }

    private async Task SetUpAsync(CancellationToken cancellationToken)
    {
        await _oneSetUp.WaitAsync(cancellationToken);
        try
        {
            if (_setUpDone) return;
            var command = new ProcessCommand("bash", [Path.Combine(Servers, "install.sh")]);
            using var setUp = ChildProcess.Start(command, reaper, order: 0, line => output.Add("set-up", line));
            await using var abandoned = cancellationToken.Register(() => _ = setUp.StopAsync(StopPatience));
            await setUp.Exit;
            cancellationToken.ThrowIfCancellationRequested();
            _setUpDone = true;
        }
        finally
        {
            _oneSetUp.Release();
        }
    }

    private DistributedApplicationException Missing(string what) => new(
        $"{what} is missing: not configured, not in {Tools}, and set-up could not fetch it (its reason is above). "
        + $"Install it, or run 'bash {Path.Combine(Servers, "install.sh")}' and follow what it says.");

    private static string? Existing(string path) => File.Exists(path) ? path : null;
}
