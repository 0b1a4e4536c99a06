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

    [Fact]
    public async Task A_grant_that_cannot_be_handed_out_leaves_the_one_before_as_it_was()
    {
        var file = Path.Combine(_authority.Path, "laptop.json");
        await OnAuthorityAsync("authority", "init");
        await OnAuthorityAsync("authority", "grant", "laptop-1", "--out", file);
        var before = await File.ReadAllTextAsync(In("users.conf")) + await File.ReadAllTextAsync(In("grants.json")) + await File.ReadAllTextAsync(file);
        Directory.CreateDirectory(Path.Combine(_authority.Path, "taken"));

        var nowhere = await OnAuthorityAsync("authority", "grant", "laptop-1", "--out", Path.Combine(_authority.Path, "nowhere", "laptop.json"));
        var taken = await OnAuthorityAsync("authority", "grant", "laptop-1", "--out", Path.Combine(_authority.Path, "taken"));
        var stranger = await OnAuthorityAsync("authority", "grant", "laptop-2", "--out", Path.Combine(_authority.Path, "taken"));

        foreach (var refused in new[] { nowhere, taken, stranger })
        {
            refused.Exit.ShouldBe(1);
            refused.Error.ShouldContain("nothing was granted");
        }

        (await File.ReadAllTextAsync(In("users.conf")) + await File.ReadAllTextAsync(In("grants.json")) + await File.ReadAllTextAsync(file)).ShouldBe(before);
        Directory.GetFiles(_authority.Path, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("not json, secret-word")]
    [InlineData("{\"secret-word\": 1")]
    [InlineData("{}")]
    [InlineData("""{"nats":{"folder":"x","target":"x"},"parameters":{"other":"secret-word"},"authority":{"name":"one","listen":"x","tls":false}}""")]
    public async Task Damaged_settings_are_named_with_the_remedy_which_helps(string content)
    {
        var credentials = Path.Combine(_authority.Path, "laptop.json");
        await OnAuthorityAsync("authority", "init", "--name", "one", "--no-tls");
        await OnAuthorityAsync("authority", "grant", "laptop-1", "--out", credentials);
        await OnMachineAsync("link", "--authority", "box.example", "--credentials", credentials);
        await File.WriteAllTextAsync(In("settings.json"), content);
        await File.WriteAllTextAsync(Path.Combine(_machine.Path, "link", "settings.json"), content);

        CliResult[] results =
        [
            await OnAuthorityAsync("authority", "show"), await OnAuthorityAsync("authority", "grant", "laptop-1", "--out", credentials),
            await OnAuthorityAsync("authority", "revoke", "laptop-1"), await OnAuthorityAsync("authority", "init"), await OnMachineAsync("link", "--show"),
        ];

        foreach (var result in results)
        {
            result.Exit.ShouldBeOneOf(1, 2);
            result.Error.ShouldContain("settings.json is no use");
            result.Error.ShouldNotContain("secret-word");
            result.Error.ShouldNotContain("   at ");
        }

        results[0].Error.ShouldContain("authority init --name NAME");
        results[4].Error.ShouldContain("link --authority HOST --credentials FILE");
        (await OnAuthorityAsync("authority", "init", "--name", "one", "--no-tls", "--json")).Output.ShouldContain("laptop-1");
        (await OnMachineAsync("link", "--authority", "box.example", "--credentials", credentials)).Exit.ShouldBe(0);
        (await OnMachineAsync("link", "--show")).Exit.ShouldBe(0);
    }

    [Fact]
    public async Task A_damaged_link_can_be_removed_and_a_damaged_list_of_grants_is_not_written_over()
    {
        await OnAuthorityAsync("authority", "init", "--name", "one", "--no-tls");
        await OnAuthorityAsync("authority", "grant", "laptop-1", "--out", Path.Combine(_authority.Path, "laptop.json"));
        await OnMachineAsync("link", "--authority", "box.example", "--credentials", Path.Combine(_authority.Path, "laptop.json"));
        await File.WriteAllTextAsync(Path.Combine(_machine.Path, "link", "settings.json"), "");
        await File.WriteAllTextAsync(In("grants.json"), "{ half");

        var removed = await OnMachineAsync("link", "--remove");
        var again = await OnAuthorityAsync("authority", "init", "--name", "one", "--no-tls");

        removed.Exit.ShouldBe(0, removed.Error);
        Directory.Exists(Path.Combine(_machine.Path, "link")).ShouldBeFalse();
        again.Exit.ShouldBe(1);
        again.Error.ShouldContain("grants.json is no use");
        (await File.ReadAllTextAsync(In("grants.json"))).ShouldBe("{ half");
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
