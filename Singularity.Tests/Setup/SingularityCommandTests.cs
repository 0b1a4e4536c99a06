using System.Text.Json;

namespace Singularity.Tests.Setup;

public sealed class SingularityCommandTests
{
    [Fact]
    public async Task Help_names_its_verbs()
    {
        var help = await Script.RunAsync(Script.Singularity, ["help"]);

        help.ExitCode.ShouldBe(0);
        help.Error.ShouldBeEmpty();
        foreach (var verb in new[] { "up", "test", "doctor", "bench" })
            help.Output.ShouldContain($"\n  {verb} ");
    }

    [Fact]
    public async Task Doctor_reports_each_check_as_json()
    {
        var doctor = await Script.RunAsync(Script.Singularity, ["doctor", "--json"]);

        using var report = JsonDocument.Parse(doctor.Output);
        var checks = report.RootElement.GetProperty("checks").EnumerateArray().ToList();
        checks.Select(check => check.GetProperty("name").GetString()).ShouldBe(
            ["sdk", "package-set", "container-engine", "nats-server", "postgresql", "pgvector", "port-4222", "port-5432", "port-5080", "port-5081", "port-5082", "home", "model", "chromium"]);
        checks.ShouldAllBe(check => check.GetProperty("detail").GetString()!.Length > 0);
        report.RootElement.GetProperty("ok").GetBoolean().ShouldBe(checks.All(check => check.GetProperty("status").GetString() != "fail"));
        doctor.ExitCode.ShouldBe(report.RootElement.GetProperty("ok").GetBoolean() ? 0 : 1);
    }

    [Fact]
    public async Task Doctor_fails_with_a_remedy_where_the_servers_are_missing()
    {
        using var scratch = new ScratchFolder();

        var doctor = await Script.RunAsync(Script.Singularity, ["doctor", "--json"], ("SINGULARITY_TOOLS", scratch.Folder));

        doctor.ExitCode.ShouldBe(1);
        using var report = JsonDocument.Parse(doctor.Output);
        var failed = report.RootElement.GetProperty("checks").EnumerateArray().Where(check => check.GetProperty("status").GetString() == "fail").ToList();
        failed.Select(check => check.GetProperty("name").GetString()).ShouldBe(["nats-server", "postgresql", "pgvector"]);
        failed.ShouldAllBe(check => check.GetProperty("remedy").GetString()!.Contains("install.sh"));
    }

    [Fact]
    public async Task Says_which_sdk_is_missing_and_where_to_get_it()
    {
        using var scratch = new ScratchFolder();
        foreach (var tool in new[] { "bash", "cat", "find", "grep", "sed" })
            File.CreateSymbolicLink(scratch.Inside(tool), $"/bin/{tool}");

        var show = await Script.RunAsync(Script.Singularity, ["show", "npm:express"], ("PATH", scratch.Folder));

        show.ExitCode.ShouldBe(1);
        show.Error.ShouldContain(".NET SDK 10.0");
        show.Error.ShouldContain("https://dotnet.microsoft.com/");
    }

    [Fact]
    public async Task Refuses_an_unknown_package_set()
    {
        var up = await Script.RunAsync(Script.Singularity, ["up"], ("PackageSet", "both"));

        up.ExitCode.ShouldBe(1);
        up.Error.ShouldContain("PackageSet=both is unknown: use nuget or standin");
    }
}
