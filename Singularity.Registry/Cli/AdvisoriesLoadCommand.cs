using System.CommandLine;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Dumps;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Cli;

/// <summary>advisories load PATH: an OSV dump, then the stored packages that it concerns. Exits 1 when any document could not be stored.</summary>
internal static class AdvisoriesLoadCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var path = new Argument<string>("path") { Description = "A zip of OSV documents as OSV publishes them, a folder of them, or one JSON file." };
        var json = CliOptions.Json();
        var command = new Command("load", "Load an OSV dump; what is held already is skipped.") { path, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(path)!, parsed.GetValue(json), output, error, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string path, bool json, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        await using var bar = StepBars.OfAdvisories(error);
        await using var session = await CliSession.OpenAsync(error, null, cancellationToken);
        try
        {
            var reply = await new AdvisoryLoad(new SessionTarget(session), new DumpLimits(), bar, TimeProvider.System).RunAsync(Path.GetFullPath(path), cancellationToken);
            await bar.DisposeAsync();
            var exit = new CliRequest(json, output, error).Answer(reply, SingularityJson.Default.AdvisoryLoadReport, report => Write(report, output, error));
            return reply is ServiceReply<AdvisoryLoadReport>.Ok { Value.Failed: > 0 } ? ExitCodes.Failed : exit;
        }
        catch (DumpException exception)
        {
            await bar.DisposeAsync();
            return Terminal.Fail(File.Exists(path) || Directory.Exists(path) ? ErrorCodes.BadArchive : ErrorCodes.NotFound, exception.Message, json, output, error);
        }
    }

    private static void Write(AdvisoryLoadReport report, TextWriter output, TextWriter error)
    {
        output.WriteLine(
            $"{report.Documents} documents: {report.Added} added, {report.Updated} updated, {report.Unchanged} unchanged, "
            + $"{report.OtherEcosystems} of other ecosystems, {report.Failed} failed; {report.Rewritten} stored versions rewritten, {report.ElapsedMs} ms");
        foreach (var one in report.Errors)
        {
            error.WriteLine(Terminal.Plain($"{one.Document} {one.Error}").ReplaceLineEndings(" "));
        }

        if (report.Failed > report.Errors.Count)
        {
            error.WriteLine($"and {report.Failed - report.Errors.Count} more.");
        }
    }

    private sealed class SessionTarget(CliSession session) : IAdvisoryTarget
    {
        public Task<ServiceReply<AdvisoriesLoaded>> LoadAsync(LoadAdvisories part, CancellationToken cancellationToken) =>
            session.RequestAsync<LoadAdvisories, AdvisoriesLoaded>(static subjects => subjects.LoadAdvisories, part, cancellationToken);

        public Task<ServiceReply<AdvisoriesApplied>> ApplyAsync(ApplyAdvisories part, CancellationToken cancellationToken) =>
            session.RequestAsync<ApplyAdvisories, AdvisoriesApplied>(static subjects => subjects.ApplyAdvisories, part, cancellationToken);
    }
}
