using System.CommandLine;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Linking;
using Singularity.ServiceDefaults.Home;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Cli.Link;

/// <summary>authority init | grant ID | revoke ID | show: on the host that gathers what all machines learn.</summary>
internal static class AuthorityCommand
{
    public static Command Create(TextWriter output, TextWriter error) => new("authority", "Make this host the authority that other machines link with, and say which may.")
    {
        AuthorityInitCommand.Create(output, error),
        CreateGrant(output, error),
        CreateRevoke(output, error),
        CreateShow(output, error),
    };

    public static AuthorityFolder OpenFolder() =>
        new(SingularityHome.Resolve(), Environment.GetEnvironmentVariable(NatsExtensions.SubjectPrefixKey.Replace(":", "__", StringComparison.Ordinal)) is { Length: > 0 } prefix ? prefix : null);

    public static void Write(AuthorityState state, TextWriter output)
    {
        output.WriteLine($"Authority {state.Name}: accepts links on {state.Listen}, {(state.Tls ? "encrypted (TLS)" : "NOT encrypted")}; configuration in {state.Folder}");
        output.WriteLine(state.Instances.Count == 0 ? "No machine may link yet." : $"May link: {string.Join(", ", state.Instances)}");
    }

    private static Command CreateGrant(TextWriter output, TextWriter error)
    {
        var id = new Argument<string>("instance-id") { Description = "The machine's instance id; ./singularity instances on that machine shows it." };
        var file = new Option<string>("--out") { Description = "Where to write the credentials. The file is a secret.", Required = true };
        var json = CliOptions.Json();
        var command = new Command("grant", "Let a machine link, and write its credentials; granted again, it gets a new password.") { id, file, json };
        command.SetAction((parsed, _) => LinkFault.AnswerAsync(
            new CliRequest(parsed.GetValue(json), output, error), cli => Task.FromResult(Grant(parsed.GetValue(id)!, parsed.GetValue(file)!, cli))));
        return command;
    }

    private static int Grant(string id, string file, CliRequest cli)
    {
        var folder = OpenFolder();
        try
        {
            if (folder.Grant(id, out var problem, credentials => PrivateFiles.Write(file, credentials.ToJson())) is null)
            {
                return Terminal.Fail(ErrorCodes.BadRequest, problem!, cli.Json, cli.Output, cli.Error);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Terminal.Fail(
                ErrorCodes.Internal, $"The credentials cannot be written, so nothing was granted, and what {id} had before holds on: {exception.Message}",
                cli.Json, cli.Output, cli.Error);
        }

        return Answer(
            folder, cli,
            $"{id} may link from the next start of: ./singularity up --role authority\n"
            + $"Bring {file} there by a safe way, then: ./singularity link --authority HOST --credentials FILE");
    }

    private static Command CreateRevoke(TextWriter output, TextWriter error)
    {
        var id = new Argument<string>("instance-id") { Description = "The machine's instance id." };
        var json = CliOptions.Json();
        var command = new Command("revoke", "Let a machine link no more. What it has shared stays.") { id, json };
        command.SetAction((parsed, cancellationToken) => LinkFault.AnswerAsync(new CliRequest(parsed.GetValue(json), output, error), async cli =>
        {
            var folder = OpenFolder();
            if (!folder.Revoke(parsed.GetValue(id)!, out var problem))
            {
                return Terminal.Fail(ErrorCodes.NotFound, problem!, cli.Json, output, error);
            }

            var when = await HubReload.TryAsync(folder, cancellationToken)
                ? "The running server has closed its link."
                : "A server that runs closes its link at the next start of ./singularity up --role authority, or on the signal HUP.";
            return Answer(folder, cli, $"{parsed.GetValue(id)} may link no more. {when}");
        }));
        return command;
    }

    private static Command CreateShow(TextWriter output, TextWriter error)
    {
        var json = CliOptions.Json();
        var command = new Command("show", "Show what this authority accepts, and who may link.") { json };
        command.SetAction((parsed, _) => LinkFault.AnswerAsync(
            new CliRequest(parsed.GetValue(json), output, error), static cli => Task.FromResult(Show(OpenFolder(), cli))));
        return command;
    }

    private static int Show(AuthorityFolder folder, CliRequest cli)
    {
        if (folder.Read() is not { } state)
        {
            return Terminal.Fail(ErrorCodes.NotFound, "This host is no authority yet. Make it one with: ./singularity authority init", cli.Json, cli.Output, cli.Error);
        }

        if (cli.Json)
        {
            Terminal.WriteJson(cli.Output, state, LinkJson.Default.AuthorityState);
        }
        else
        {
            Write(state, cli.Output);
        }

        return ExitCodes.Done;
    }

    private static int Answer(AuthorityFolder folder, CliRequest cli, string done)
    {
        if (cli.Json)
        {
            return Show(folder, cli);
        }

        cli.Output.WriteLine(done);
        return ExitCodes.Done;
    }
}
