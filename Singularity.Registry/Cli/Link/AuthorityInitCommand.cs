using System.CommandLine;
using System.Net;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Linking;

namespace Singularity.Registry.Cli.Link;

/// <summary>authority init: writes the configuration with which this host's NATS server accepts links.</summary>
internal static class AuthorityInitCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var listen = new Option<string>("--listen") { Description = "HOST:PORT where links are accepted.", DefaultValueFactory = static _ => $"0.0.0.0:{LinkAddress.UsualPort}" };
        var name = new Option<string?>("--name") { Description = "The authority's name, shown with what it answers; default: this host's." };
        var host = new Option<string[]>("--host") { Description = "A name or address by which machines reach this host, for its own certificate; may be given several times." };
        var certificate = new Option<string?>("--tls-cert") { Description = "A certificate in PEM." };
        var key = new Option<string?>("--tls-key") { Description = "Its key in PEM." };
        var authority = new Option<string?>("--tls-ca") { Description = "Who signed it, in PEM, where the machines' own roots do not know it." };
        var selfSigned = new Option<bool>("--self-signed") { Description = "Make a certificate, whose fingerprint goes into the credentials; the default." };
        var plain = new Option<bool>("--no-tls") { Description = "Do not encrypt: for a link inside a tunnel." };
        var json = CliOptions.Json();
        var command = new Command("init", "Write the configuration with which this host accepts links; done again, who may link stays.")
        {
            listen, name, host, certificate, key, authority, selfSigned, plain, json,
        };
        command.SetAction((parsed, _) => LinkFault.AnswerAsync(new CliRequest(parsed.GetValue(json), output, error), cli =>
        {
            var folder = AuthorityCommand.OpenFolder();
            var known = Known(folder, out var damage);
            var address = LinkAddress.Read(parsed.GetValue(listen)!, out var problem);
            var title = parsed.GetValue(name) ?? known?.Name ?? HostName();

            // Another name would be another authority to those who may link.
            problem ??= damage is not null && parsed.GetValue(name) is null ? damage : null;
            problem ??= InstanceIds.IsValid(title) ? null : $"--name is {InstanceIds.Rule}.";
            var (file, keyFile) = (parsed.GetValue(certificate), parsed.GetValue(key));
            problem ??= file is null != keyFile is null ? "--tls-cert and --tls-key belong together."
                : new[] { file is not null, parsed.GetValue(selfSigned), parsed.GetValue(plain) }.Count(static given => given) > 1
                    ? "--tls-cert, --self-signed and --no-tls exclude each other."
                : null;
            var tls = !parsed.GetValue(plain) && (file is not null || parsed.GetValue(selfSigned) || known?.Tls != false);
            var keeps = !parsed.GetValue(selfSigned) && parsed.GetValue(host) is not { Length: > 0 } && folder.HasCertificate;
            var pair = problem is not null || !tls ? null
                : file is not null ? CertificatePair.Read(file, keyFile!, parsed.GetValue(authority), out problem)
                : keeps ? null
                : CertificatePair.SelfSigned(Hosts(address!, parsed.GetValue(host) ?? []), TimeProvider.System.GetUtcNow());
            return Task.FromResult(problem is not null
                ? Terminal.Fail(ErrorCodes.BadRequest, problem, cli.Json, output, error)
                : Write(folder.Initialize(title, address!, pair, tls), cli));
        }));
        return command;
    }

    /// <summary>Null where nothing was written yet, or what was is no use any more, which is said then.</summary>
    private static AuthorityState? Known(AuthorityFolder folder, out string? damage)
    {
        damage = null;
        try
        {
            return folder.Read();
        }
        catch (LinkFileException exception)
        {
            damage = exception.Message;
            return null;
        }
    }

    private static int Write(AuthorityState state, CliRequest cli)
    {
        if (cli.Json)
        {
            Terminal.WriteJson(cli.Output, state, LinkJson.Default.AuthorityState);
            return ExitCodes.Done;
        }

        AuthorityCommand.Write(state, cli.Output);
        cli.Output.WriteLine("Start it with: ./singularity up --role authority. Let a machine link with: ./singularity authority grant INSTANCE_ID --out FILE");
        return ExitCodes.Done;
    }

    private static string[] Hosts(LinkAddress listen, string[] given) =>
        [.. new[] { "localhost", IPAddress.Loopback.ToString(), Dns.GetHostName() }
            .Concat(listen.Host is "0.0.0.0" or "[::]" ? [] : [listen.Host.Trim('[', ']')])
            .Concat(given)
            .Distinct(StringComparer.OrdinalIgnoreCase)];

    private static string HostName() => string.Concat(Dns.GetHostName().Take(64).Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
}
