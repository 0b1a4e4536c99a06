using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Cli;

/// <summary>The command line without servers, whose file is all there is.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Says_where_the_damaged_file_went_and_goes_on()
    {
        await using var npm = await FakeNpmRegistry.StartAsync();
        npm.Publish("demo-lib", "1.0.0", ("README.md", "# demo-lib\n"));
        (await CliProcess.RunAsync(_home.Path, npm.Url, "collect", "npm:demo-lib")).Exit.ShouldBe(0);
        _home.Write("package_cache.db", new string('x', 100_000));

        var collected = await CliProcess.RunAsync(_home.Path, npm.Url, "collect", "npm:demo-lib");

        collected.Exit.ShouldBe(0, collected.Error);
        var aside = Directory.GetFiles(_home.Path, "*.unreadable-*").Where(static file => char.IsAsciiDigit(file[^1])).ShouldHaveSingleItem();
        var said = collected.Error.ReplaceLineEndings(" ");
        said.ShouldContain(Path.Combine(_home.Path, "package_cache.db") + " cannot be read");
        said.ShouldContain(aside);
        said.ShouldContain("what only the old file held");
        (await CliProcess.RunAsync(_home.Path, npm.Url, "list", "--json")).Output.ShouldContain("demo-lib");
    }
}
