using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Npgsql;
using Singularity.Registry.Linking;
using Singularity.Tests.Support;

namespace Singularity.Tests.TwoMachines;

/// <summary>All that <c>./singularity up</c> starts on one machine, each a process with the arguments and the environment that the AppHost gives it, in a network of its own.</summary>
internal sealed class Machine : IAsyncDisposable
{
    private const int NatsPort = 4222;
    private const int PostgresPort = 5432;
    private const int ApiPort = 5080;
    private const int RegistryPort = 5081;
    private const int CentralPort = 5082;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("machine-").FullName;
    private readonly string _password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly List<IDisposable> _ports = [];
    private readonly List<(MachineProcess Service, NamespacePort Port)> _services = [];
    private readonly NamespacePort _postgres;
    private readonly MachineWatchdog _watchdog;

    public Machine(string name)
    {
        Name = name;
        Network = NetworkNamespace.Create(name);
        _watchdog = new MachineWatchdog(Network, _folder);
        _postgres = Open(PostgresPort);
        Client = new MachineClient(Open(ApiPort).Port);
    }

    public string Name { get; }

    public NetworkNamespace Network { get; }

    public MachineClient Client { get; }

    private string Home => PathTo("home");

    /// <summary>All that can be killed.</summary>
    public List<MachineProcess> Processes { get; } = [];

    public MachineProcess Api => Processes.Single(static process => process.Name.EndsWith("api", StringComparison.Ordinal));

    /// <summary>Of its NATS server, for the test.</summary>
    public string BusUrl { get; private set; } = "";

    public string ConnectionString(string database) => ConnectionString(database, _postgres.Port) + ";Pooling=false";

    public NamespacePort Open(int port)
    {
        var opened = new NamespacePort(Network, port);
        _ports.Add(opened);
        return opened;
    }

    /// <param name="role">The folder of the role, in which its settings are.</param>
    public async Task StartAsync(string role)
    {
        if (!OperatingSystem.IsWindows())
        {
            // Started by root, PostgreSQL runs as another account, which has to get through to its data.
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        }

        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Home, role, ServerSettings.FileName)))!;
        var password = settings["parameters"]![ServerSettings.PasswordParameter]!.GetValue<string>();
        var common = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SINGULARITY_HOME"] = Home,
            ["ConnectionStrings__nats"] = $"nats://{ServerSettings.User}:{password}@127.0.0.1:{NatsPort}",
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Logging__LogLevel__Default"] = "Warning",

            // They live for seconds: code that is measured for later costs more than it brings.
            ["DOTNET_TieredPGO"] = "0",
        };
        BusUrl = $"nats://{ServerSettings.User}:{password}@127.0.0.1:{Open(NatsPort).Port}";
        Add("nats", NatsServerBinary.Find(), ["--addr", "127.0.0.1", "--port", $"{NatsPort}", "-c", settings["nats"]!["config"]!.GetValue<string>(), "-js", "-sd", Path.Combine(_folder, "nats")], []);
        await AddPostgresAsync();
        var central = settings["authority"]?["name"]?.GetValue<string>();
        await CreateDatabasesAsync(central is null ? ["singularity"] : ["singularity", "centralcloud"]);

        var instance = new Dictionary<string, string>(common) { ["ConnectionStrings__singularity"] = ConnectionString("singularity", PostgresPort) };
        if (settings["link"] is { } link)
        {
            instance["Knowledge__InstanceId"] = link["instanceId"]!.GetValue<string>();
            instance["Knowledge__JetStreamDomain"] = link["jetStreamDomain"]!.GetValue<string>();
        }

        AddService("registry", "Singularity.Registry", RegistryPort, instance);
        if (central is not null)
        {
            AddService("centralcloud", "Singularity.CentralCloud", CentralPort, new(common) { ["ConnectionStrings__centralcloud-db"] = ConnectionString("centralcloud", PostgresPort), ["CentralCloud__Name"] = central });
        }

        AddService("api", "Singularity.Api", ApiPort, instance);
    }

    /// <summary>Waits until each of its services says that it is well.</summary>
    public async Task WaitUntilHealthyAsync()
    {
        foreach (var (service, port) in _services)
        {
            await WaitAsync(service, () => MachineClient.IsHealthyAsync(port.Port));
        }
    }

    /// <summary>Runs a command of <c>./singularity</c> on it; returns what it wrote.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var start = Network.Command("dotnet", [Program("Singularity.Registry"), .. arguments]);
        start.Environment["SINGULARITY_HOME"] = Home;
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"singularity {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}{await error}");
    }

    public string PathTo(string file) => Path.Combine(_folder, file);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Processes.Select(static process => process.DisposeAsync().AsTask()));
        Network.Dispose();
        await _watchdog.DisposeAsync();
        Client.Dispose();
        _ports.ForEach(static port => port.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    private static string Program(string project) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, new DirectoryInfo(AppContext.BaseDirectory).Name, $"{project}.dll"));

    private string ConnectionString(string database, int port) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = "postgres",
        Password = _password,
        Database = database,
    }.ConnectionString;

    private MachineProcess Add(string what, string program, string[] arguments, Dictionary<string, string> environment)
    {
        var process = new MachineProcess($"{Name}'s {what}", Network, program, arguments, environment);
        Processes.Add(process);
        process.Start();
        return process;
    }

    private void AddService(string what, string project, int port, Dictionary<string, string> environment) => _services.Add((
        Add(what, "dotnet", [Program(project)], new(environment) { ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}" }), Open(port)));

    private async Task AddPostgresAsync()
    {
        var file = PathTo("password");
        await File.WriteAllTextAsync(file, _password);
        var postgres = Add(
            "postgres", "bash",
            [PostgresBinaries.Script, "--data", PathTo("data"), "--port", $"{PostgresPort}", "--password-file", file, "--listen", "127.0.0.1", "--", "-c", "shared_buffers=512MB"], []);
        await WaitAsync(postgres, async () =>
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
                await connection.OpenAsync();
                return true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        });
    }

    private async Task CreateDatabasesAsync(string[] names)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        foreach (var name in names)
        {
            await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task WaitAsync(MachineProcess process, Func<Task<bool>> isReady)
    {
        try
        {
            await Eventually.IsTrueAsync(isReady, $"{process.Name} answers", Patience);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message}. It wrote: {process.Output}", exception);
        }
    }
}
