using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Singularity.Tests.Setup;

public sealed class PostgresScriptTests : IAsyncLifetime, IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly int _port = FreePort();

    private string Data => _scratch.Inside("data");

    public async Task InitializeAsync() => (await Script.RunAsync(Script.Install, [])).ExitCode.ShouldBe(0);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Becomes_the_server_of_a_new_cluster_that_has_pgvector()
    {
        // What an initdb leaves that was killed half-way.
        Directory.CreateDirectory($"{Data}.initdb/base/1");
        await using var server = await RunningPostgres.StartAsync(Arguments("first"));

        (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0].ShouldBe($"{server.ProcessId}");
        (await AskAsync("first", "CREATE EXTENSION vector; SELECT '[1,2]'::vector <-> '[1,4]'")).ShouldBe(2d);
        Directory.Exists($"{Data}.initdb").ShouldBeFalse();
    }

    [Fact]
    public async Task Refuses_a_directory_that_a_running_server_uses()
    {
        await using var server = await RunningPostgres.StartAsync(Arguments("first"));

        var second = await Script.RunAsync(Script.Postgres, Arguments("first"));

        second.ExitCode.ShouldBe(5);
        second.Error.ShouldContain($"process {server.ProcessId}, port {_port}");
        (await AskAsync("first", "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Takes_over_a_changed_password_even_after_a_crash()
    {
        await using (var before = await RunningPostgres.StartAsync(Arguments("first")))
            await before.KillAsync();

        await using var server = await RunningPostgres.StartAsync(Arguments("it's another"));

        (await AskAsync("it's another", "SELECT 1")).ShouldBe(1);
        (await Should.ThrowAsync<PostgresException>(() => AskAsync("first", "SELECT 1"))).SqlState.ShouldBe("28P01");
        server.Log.ShouldNotContain("another");
    }

    [Fact]
    public async Task Refuses_a_cluster_of_another_major_version()
    {
        Directory.CreateDirectory(Data);
        _scratch.Write("data/PG_VERSION", "9.6\n");

        var refused = await Script.RunAsync(Script.Postgres, Arguments("first"));

        refused.ExitCode.ShouldBe(4);
        refused.Error.ShouldContain($"{Data} was made by PostgreSQL 9.6");
        refused.Error.ShouldContain("SINGULARITY_POSTGRES_BIN");
    }

    [Fact]
    public async Task Leaves_a_folder_alone_that_holds_something_else()
    {
        Directory.CreateDirectory(Data);
        var letter = _scratch.Write("data/letter.txt", "dear all");

        var refused = await Script.RunAsync(Script.Postgres, Arguments("first"));

        refused.ExitCode.ShouldBe(3);
        refused.Error.ShouldContain("holds no PostgreSQL cluster");
        File.Exists(letter).ShouldBeTrue();
    }

    [Fact]
    public async Task Names_the_folder_that_it_cannot_use()
    {
        // Root's server runs as another account, which a closed folder stops; anyone else is stopped by a folder that is not theirs.
        var closed = Environment.UserName == "root" ? Directory.CreateTempSubdirectory("singularity-closed-").FullName : "/proc";

        var refused = await Script.RunAsync(Script.Postgres, Arguments("first", $"{closed}/data"));

        refused.ExitCode.ShouldBe(3);
        refused.Error.ShouldContain(closed);
        refused.Error.ShouldContain("choose");
        if (closed != "/proc")
            Directory.Delete(closed);
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--port", "x")]
    [InlineData("--unknown", "x")]
    [InlineData("--data", "")]
    public async Task Refuses_wrong_usage(string option, string value)
    {
        var refused = await Script.RunAsync(Script.Postgres, [.. Arguments("first"), option, value]);

        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("usage: postgres.sh");
    }

    private string[] Arguments(string password, string? data = null) =>
        ["--data", data ?? Data, "--port", $"{_port}", "--password-file", _scratch.Write("password", password)];

    private async Task<object?> AskAsync(string password, string sql)
    {
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = _port,
            Username = "postgres",
            Password = password,
            Pooling = false,
        };
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
