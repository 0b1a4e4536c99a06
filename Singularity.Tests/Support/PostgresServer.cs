using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;

namespace Singularity.Tests.Support;

/// <summary>
/// A real PostgreSQL with pgvector on a free loopback port. Port and data stay the same when it is stopped, killed and started again.
/// It ends with this object, and also when the test process is killed.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("postgres-server-").FullName;
    private readonly string _password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly bool _durable;
    private readonly ServerProcess _process = new(Patience);
    private Process? _watchdog;

    private PostgresServer(bool durable) => _durable = durable;

    public int Port { get; } = ServerProcess.FreePort();

    /// <summary>Of the superuser, in the database <c>postgres</c>.</summary>
    public string ConnectionString => ConnectionStringOf("postgres");

    /// <param name="durable">Whether commits reach the disk, which costs time and matters only where the machine itself may fail.</param>
    public static async Task<PostgresServer> StartNewAsync(bool durable = false)
    {
        var server = new PostgresServer(durable);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an empty database with a name of its own.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionStringOf(name);
    }

    public async Task StartAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            // Started by root, the server runs as another account, which has to get through to its data.
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        }

        var passwordFile = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(passwordFile, _password);
        string[] settings = ["max_connections=300", .. _durable ? [] : new[] { "fsync=off", "synchronous_commit=off", "full_page_writes=off" }];
        _process.Start(
            "bash",
            [
                PostgresBinaries.Script, "--data", Path.Combine(_folder, "data"), "--port", Port.ToString(), "--password-file", passwordFile, "--",
                .. settings.SelectMany(setting => new[] { "-c", setting }),
            ]);
        _watchdog = Watch(_process.Id);
        await WaitUntilAnsweringAsync();
    }

    /// <summary>Asks the server to stop, as a service manager would: fast and clean.</summary>
    public async Task StopAsync()
    {
        await _process.StopAsync("INT");
        await KillAsync();
    }

    /// <summary>Ends the server as a crash would.</summary>
    public async Task KillAsync()
    {
        await _process.KillAsync();
        if (_watchdog is { } watchdog)
        {
            _watchdog = null;
            await watchdog.StandardInput.WriteLineAsync("over");
            await watchdog.WaitForExitAsync().WaitAsync(Patience);
            watchdog.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string ConnectionStringOf(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = "postgres",
        Password = _password,
        Database = database,
        MaxPoolSize = 20,
    }.ConnectionString;

    /// <summary>
    /// A process that reads from this one: when this one is gone, the reading ends, and so do the server and its folder; the folder
    /// more than once, since what initdb was about to write may still come.
    /// </summary>
    private Process Watch(int server)
    {
        const string Script = """
            read -r over && exit
            kill -INT "$1" && while kill -0 "$1"; do sleep 0.1; done
            for try in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$2"; sleep 0.3; [ -e "$2" ] || exit 0; done
            """;
        var start = new ProcessStartInfo("bash", ["-c", Script, "watchdog", server.ToString(), _folder])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private async Task WaitUntilAnsweringAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (true)
        {
            if (_process.Ended is { } ended)
                throw new InvalidOperationException($"PostgreSQL {ended}");
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
                await connection.OpenAsync(timeout.Token);
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), timeout.Token);
            }
        }
    }
}
