using System.CommandLine;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Linking;
using Singularity.ServiceDefaults.Home;

namespace Singularity.Registry.Cli.Link;

/// <summary>link: shares what this machine learns with an authority, and recalls what others learned.</summary>
internal static class LinkCommand
{
    private const string Restart = "It holds from the next start of: ./singularity up";

    public static Command Create(TextWriter output, TextWriter error)
    {
        var authority = new Option<string?>("--authority") { Description = $"HOST or HOST:PORT of the authority; the usual port is {LinkAddress.UsualPort}." };
        var credentials = new Option<string?>("--credentials") { Description = "The file that ./singularity authority grant wrote." };
        var show = new Option<bool>("--show") { Description = "Show the link of this machine." };
        var remove = new Option<bool>("--remove") { Description = "Remove it. What was learned stays here." };
        var json = CliOptions.Json();
        var command = new Command("link", "Link this machine with an authority: link --authority HOST --credentials FILE.") { authority, credentials, show, remove, json };
        command.SetAction((parsed, _) => LinkFault.AnswerAsync(new CliRequest(parsed.GetValue(json), output, error), cli =>
        {
            var folder = new LinkFolder(SingularityHome.Resolve());
            return Task.FromResult((parsed.GetValue(show), parsed.GetValue(remove), parsed.GetValue(authority), parsed.GetValue(credentials)) switch
            {
                (true, false, null, null) => Show(folder, cli),
                (false, true, null, null) => Remove(folder, cli),
                (false, false, { } host, { } file) => Write(folder, host, file, cli),
                _ => Terminal.Fail(ErrorCodes.BadRequest, "Say --authority HOST and --credentials FILE, or --show, or --remove.", cli.Json, output, error),
            });
        }));
        return command;
    }

    private static int Write(LinkFolder folder, string host, string file, CliRequest cli)
    {
        if (LinkAddress.Read(host, out var problem) is not { } address || LinkCredentials.Read(file, out problem) is not { } credentials)
        {
            return Terminal.Fail(ErrorCodes.BadRequest, problem!, cli.Json, cli.Output, cli.Error);
        }

        return Answer(folder.Write(address, credentials), cli, Restart);
    }

    private static int Show(LinkFolder folder, CliRequest cli) => folder.Read() is { } state
        ? Answer(state, cli, null)
        : Terminal.Fail(ErrorCodes.NotFound, "This machine is not linked.", cli.Json, cli.Output, cli.Error);

    private static int Remove(LinkFolder folder, CliRequest cli)
    {
        var state = TryRead(folder);
        if (!folder.Remove())
        {
            return Terminal.Fail(ErrorCodes.NotFound, "This machine is not linked.", cli.Json, cli.Output, cli.Error);
        }

        if (cli.Json && state is not null)
        {
            return Answer(state, cli, null);
        }

        cli.Output.WriteLine($"No longer linked{(state is null ? "" : $" with {state.Authority}")}. {Restart}");
        return ExitCodes.Done;
    }

    /// <summary>Null for a link that is damaged, which can be removed like any other.</summary>
    private static LinkState? TryRead(LinkFolder folder)
    {
        try
        {
            return folder.Read();
        }
        catch (LinkFileException)
        {
            return null;
        }
    }

    private static int Answer(LinkState state, CliRequest cli, string? remark)
    {
        if (cli.Json)
        {
            Terminal.WriteJson(cli.Output, state, LinkJson.Default.LinkState);
            return ExitCodes.Done;
        }

        cli.Output.WriteLine($"Linked with authority {state.Authority} at {state.Address}, {(state.Tls ? "encrypted (TLS)" : "NOT encrypted")}, as instance {state.InstanceId}; configuration in {state.Folder}");
        if (remark is not null)
        {
            cli.Output.WriteLine(remark);
        }

        return ExitCodes.Done;
    }
}
