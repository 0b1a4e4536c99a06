using System.Text.Json.Nodes;
using Singularity.Registry.Linking;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Cli.Link;

/// <summary>authority and link as processes of their own, on two homes.</summary>
public sealed class LinkCommandTests : IDisposable
{
    private readonly TemporaryFolder _authority = new();
    private readonly TemporaryFolder _machine = new();

    public void Dispose()
    {
        _authority.Dispose();
        _machine.Dispose();
    }

    [Fact]
    public async Task Makes_an_authority_grants_links_shows_removes_and_revokes_without_saying_a_secret()
    {
        var credentials = Path.Combine(_authority.Path, "laptop.json");
        CliResult[] results =
        [
            await OnAuthorityAsync("authority", "init", "--listen", "127.0.0.1:7433", "--name", "central-box", "--host", "box.example"),
            await OnAuthorityAsync("authority", "grant", "laptop-1", "--out", credentials),
            await OnMachineAsync("link", "--authority", "box.example:7433", "--credentials", credentials),
            await OnMachineAsync("link", "--show"),
            await OnAuthorityAsync("authority", "show", "--json"),
        ];

        foreach (var result in results)
        {
            result.Exit.ShouldBe(0, result.Error);
        }

        results[0].Output.ShouldContain("Authority central-box: accepts links on 127.0.0.1:7433, encrypted (TLS)");
        results[1].Output.ShouldContain("next start of: ./singularity up --role authority");
        results[2].Output.ShouldContain("as instance laptop-1");
        results[3].Output.ShouldContain("box.example:7433");
        JsonNode.Parse(results[4].Output)!["instances"]!.AsArray().Single()!.GetValue<string>().ShouldBe("laptop-1");

        var password = JsonNode.Parse(await File.ReadAllTextAsync(credentials))!["password"]!.GetValue<string>();
        var files = Directory.GetFiles(Path.Combine(_authority.Path, "authority")).Concat(Directory.GetFiles(Path.Combine(_machine.Path, "link"))).Append(credentials).ToList();
        string.Concat(results.Select(static result => result.Output + result.Error)).ShouldNotContain(password);
        files.Count.ShouldBe(11);
        if (!OperatingSystem.IsWindows())
        {
            files.Select(File.GetUnixFileMode).Distinct().ShouldBe([UnixFileMode.UserRead | UnixFileMode.UserWrite]);
            File.GetUnixFileMode(Path.Combine(_machine.Path, "link")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        (await OnMachineAsync("link", "--remove")).Exit.ShouldBe(0);
        (await OnMachineAsync("link", "--show")).Exit.ShouldBe(3);
        Directory.Exists(Path.Combine(_machine.Path, "link")).ShouldBeFalse();
        (await OnAuthorityAsync("authority", "revoke", "laptop-1")).Exit.ShouldBe(0);
        (await File.ReadAllTextAsync(Path.Combine(_authority.Path, "authority", "users.conf"))).ShouldNotContain("laptop-1");
        (await OnAuthorityAsync("authority", "revoke", "laptop-1")).Exit.ShouldBe(3);
    }

    [Fact]
    public async Task Done_again_init_keeps_the_grants_the_certificate_and_the_password()
    {
        await OnAuthorityAsync("authority", "init", "--name", "one");
        await OnAuthorityAsync("authority", "grant", "laptop-1", "--out", Path.Combine(_authority.Path, "laptop.json"));
        var before = Read("settings.json")["parameters"]!.ToJsonString() + await File.ReadAllTextAsync(In("certificate.pem")) + await File.ReadAllTextAsync(In("users.conf"));

        var again = await OnAuthorityAsync("authority", "init", "--listen", "0.0.0.0:7500", "--json");

        again.Exit.ShouldBe(0, again.Error);
        JsonNode.Parse(again.Output)!["name"]!.GetValue<string>().ShouldBe("one");
        Read("settings.json")["nats"]!["linkPort"]!.GetValue<int>().ShouldBe(7500);
        (Read("settings.json")["parameters"]!.ToJsonString() + await File.ReadAllTextAsync(In("certificate.pem")) + await File.ReadAllTextAsync(In("users.conf"))).ShouldBe(before);
    }

    [Fact]
    public async Task Takes_a_certificate_that_is_given_only_with_its_own_key()
    {
        var one = CertificatePair.SelfSigned(["box.example"], TimeProvider.System.GetUtcNow());
        var other = CertificatePair.SelfSigned(["box.example"], TimeProvider.System.GetUtcNow());
        var certificate = _authority.Write("one.pem", one.Certificate);

        var wrong = await OnAuthorityAsync("authority", "init", "--tls-cert", certificate, "--tls-key", _authority.Write("other.key", other.Key));
        var right = await OnAuthorityAsync("authority", "init", "--tls-cert", certificate, "--tls-key", _authority.Write("one.key", one.Key), "--json");

        wrong.Exit.ShouldBe(2);
        wrong.Error.ShouldContain("are not a certificate and its key");
        right.Exit.ShouldBe(0, right.Error);
        (await File.ReadAllTextAsync(In("certificate.pem"))).ShouldBe(one.Certificate);
    }

    [Theory]
    [InlineData("authority", "grant", "laptop-1", "--out", "x.json")]
    [InlineData("authority", "init", "--listen", "nowhere/at:all")]
    [InlineData("authority", "init", "--name", "two words")]
    [InlineData("authority", "init", "--tls-cert", "only.pem")]
    [InlineData("authority", "init", "--self-signed", "--no-tls")]
    [InlineData("link", "--authority", "box.example")]
    [InlineData("link", "--show", "--remove")]
    [InlineData("link", "--authority", "user:password@box.example", "--credentials", "none.json")]
    public async Task Refuses_what_makes_no_link(params string[] arguments)
    {
        var result = await OnAuthorityAsync(arguments);

        result.Exit.ShouldBe(2);
        result.Error.ShouldNotBeEmpty();
        Directory.Exists(Path.Combine(_authority.Path, "link")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"authority":"hub","instanceId":"laptop-1","user":"laptop-1"}""")]
    [InlineData("""{"authority":"hub","instanceId":"laptop.>","user":"u","password":"secret-word","tls":false}""")]
    [InlineData("""{"authority":"hub","instanceId":"laptop-1","user":"u","password":"secret-word\n}","tls":false}""")]
    [InlineData("""{"authority":"hub","instanceId":"laptop-1","user":"u","password":"secret-word","tls":true,"certificateAuthority":"no pem"}""")]
    [InlineData("""{"authority":"hub","instanceId":"laptop-1","user":"u","password":"secret-word","tls":false,"subjectPrefix":"a\" ] }"}""")]
    public async Task Refuses_credentials_that_are_none_and_repeats_nothing_of_them(string content)
    {
        var result = await OnMachineAsync("link", "--authority", "box.example", "--credentials", _machine.Write("credentials.json", content));

        result.Exit.ShouldBe(2);
        result.Error.ShouldContain("credentials.json");
        (result.Output + result.Error).ShouldNotContain("secret-word");
        Directory.Exists(Path.Combine(_machine.Path, "link")).ShouldBeFalse();
    }

    private Task<CliResult> OnAuthorityAsync(params string[] arguments) => CliProcess.RunAsync(_authority.Path, "http://127.0.0.1:1", arguments);

    private Task<CliResult> OnMachineAsync(params string[] arguments) => CliProcess.RunAsync(_machine.Path, "http://127.0.0.1:1", arguments);

    private string In(string file) => Path.Combine(_authority.Path, "authority", file);

    private JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(In(file)))!;
}
