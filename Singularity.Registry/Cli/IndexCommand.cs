using System.CommandLine;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Cli;

/// <summary>index load FILE | clear: lists of packages that search is to find without their being collected.</summary>
internal static class IndexCommand
{
    private const string NeedsServices = "The index that lists are loaded into is PostgreSQL's, and no service is running. Start everything with: ./singularity up";

    public static Command Create(TextWriter output, TextWriter error) => new("index", "The search index: load lists of packages, clear them.")
    {
        CreateLoad(output, error),
        CreateClear(output, error),
    };

    private static Command CreateLoad(TextWriter output, TextWriter error)
    {
        var file = new Argument<string>("file") { Description = "Lines of name, version, downloads a month and summary between tabs, a header or none; .gz is unpacked." };
        var ecosystem = new Option<string>("--ecosystem") { Description = "npm, cargo, hex, nuget or pypi.", DefaultValueFactory = static _ => "npm" };
        var json = CliOptions.Json();
        var command = new Command("load", "Let search find the packages of a list.") { file, ecosystem, json };
        command.SetAction((parsed, cancellationToken) =>
            LoadAsync(parsed.GetValue(file)!, parsed.GetValue(ecosystem)!, parsed.GetValue(json), output, error, cancellationToken));
        return command;
    }

    private static Command CreateClear(TextWriter output, TextWriter error)
    {
        var json = CliOptions.Json();
        var command = new Command("clear", "Forget the packages of loaded lists.") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await CliSession.OpenAsync(error, null, cancellationToken);
            return session.IsLocal
                ? Terminal.Fail(ErrorCodes.Unavailable, NeedsServices, parsed.GetValue(json), output, error)
                : new CliRequest(parsed.GetValue(json), output, error).Answer(
                    await session.RequestAsync<ClearIndex, IndexCleared>(static subjects => subjects.IndexClear, new ClearIndex(), cancellationToken),
                    SingularityJson.Default.IndexCleared, cleared => output.WriteLine($"{cleared.Removed} packages of loaded lists are forgotten."));
        });
        return command;
    }

    private static async Task<int> LoadAsync(string file, string ecosystem, bool json, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (!Ecosystems.TryParse(ecosystem, out var kind))
        {
            return Terminal.Fail(ErrorCodes.BadRequest, $"--ecosystem knows npm, cargo, hex, nuget and pypi, not '{PackageName.Display(ecosystem)}'.", json, output, error);
        }

        if (!File.Exists(file))
        {
            return Terminal.Fail(ErrorCodes.NotFound, $"{file} does not exist.", json, output, error);
        }

        await using var session = await CliSession.OpenAsync(error, null, cancellationToken);
        if (session.IsLocal)
        {
            return Terminal.Fail(ErrorCodes.Unavailable, NeedsServices, json, output, error);
        }

        await using var bar = StepBars.OfIndex(error);
        try
        {
            var load = new IndexLoad(
                (part, token) => session.RequestAsync<LoadIndex, IndexLoaded>(static subjects => subjects.IndexLoad, part, token),
                token => session.RequestAsync<GetIndexState, SearchIndexState>(static subjects => subjects.IndexState, new GetIndexState(), token),
                bar, TimeProvider.System);
            var reply = await load.RunAsync(file, kind, cancellationToken);
            await bar.DisposeAsync();
            return new CliRequest(json, output, error).Answer(reply, SingularityJson.Default.IndexLoadReport, report => Write(report, output, error));
        }
        catch (InvalidDataException exception)
        {
            await bar.DisposeAsync();
            return Terminal.Fail(ErrorCodes.BadRequest, exception.Message, json, output, error);
        }
    }

    private static void Write(IndexLoadReport report, TextWriter output, TextWriter error)
    {
        output.WriteLine($"{report.Rows} packages read, {report.Written} new or changed; stored after {report.LoadedMs} ms, indexed after {report.IndexedMs} ms");
        if (report.Notice is { } notice)
        {
            error.WriteLine(Terminal.Plain(notice));
        }
    }
}
