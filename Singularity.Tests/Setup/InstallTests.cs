using System.Diagnostics;

namespace Singularity.Tests.Setup;

public sealed class InstallTests
{
    [Fact]
    public async Task Reports_both_servers_ready_once_set_up()
    {
        (await Script.RunAsync(Script.Install, [])).ExitCode.ShouldBe(0);

        var check = await Script.RunAsync(Script.Install, ["--check"]);

        check.ExitCode.ShouldBe(0);
        check.Output.ShouldContain("nats-server 2.");
        check.Output.ShouldContain("with pgvector 0.");
    }

    [Fact]
    public async Task Changes_nothing_when_run_again()
    {
        (await Script.RunAsync(Script.Install, [])).ExitCode.ShouldBe(0);
        var (written, link) = (File.GetLastWriteTimeUtc(Script.NatsServer), Directory.ResolveLinkTarget(Path.GetDirectoryName(Script.PostgresPrograms)!, false)?.FullName);
        var watch = Stopwatch.StartNew();

        (await Script.RunAsync(Script.Install, [])).ExitCode.ShouldBe(0);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        File.GetLastWriteTimeUtc(Script.NatsServer).ShouldBe(written);
        Directory.ResolveLinkTarget(Path.GetDirectoryName(Script.PostgresPrograms)!, false)?.FullName.ShouldBe(link);
    }

    [Fact]
    public async Task Says_what_is_missing_and_what_to_run()
    {
        using var scratch = new ScratchFolder();

        var check = await Script.RunAsync(Script.Install, ["--check"], ("SINGULARITY_TOOLS", scratch.Folder));

        check.ExitCode.ShouldBe(1);
        check.Error.ShouldContain("nats-server is missing");
        check.Error.ShouldContain("PostgreSQL with pgvector is missing");
        check.Error.ShouldContain("install.sh");
        Directory.EnumerateFileSystemEntries(scratch.Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task Takes_the_configured_servers_first()
    {
        (await Script.RunAsync(Script.Install, [])).ExitCode.ShouldBe(0);
        using var scratch = new ScratchFolder();

        var install = await Script.RunAsync(Script.Install, [], Configured(scratch, Script.NatsServer));

        install.ExitCode.ShouldBe(0, install.Error);
        (await Script.RunAsync(Script.Install, ["--check"], ("SINGULARITY_TOOLS", scratch.Folder))).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Names_a_configured_server_that_is_not_there()
    {
        (await Script.RunAsync(Script.Install, [])).ExitCode.ShouldBe(0);
        using var scratch = new ScratchFolder();

        var install = await Script.RunAsync(Script.Install, [], Configured(scratch, "/nowhere/nats-server"));

        install.ExitCode.ShouldBe(1);
        install.Error.ShouldContain("SINGULARITY_NATS_SERVER=/nowhere/nats-server");
        File.Exists(scratch.Inside("bin/nats-server")).ShouldBeFalse();
    }

    private static (string Name, string Value)[] Configured(ScratchFolder scratch, string natsServer) =>
    [
        ("SINGULARITY_TOOLS", scratch.Folder),
        ("SINGULARITY_NATS_SERVER", natsServer),
        ("SINGULARITY_POSTGRES_BIN", Script.PostgresPrograms),
    ];
}
