using System.CommandLine;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;

namespace Singularity.Registry.Cli;

/// <summary>collect PACKAGE…: asks the registry, verifies and reads the archive, stores what it finds.</summary>
internal static class CollectCommand
{
    private const int SampleShown = 5;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var package = CliOptions.Package();
        var force = new Option<bool>("--force") { Description = "Read the archive again although its version is stored." };
        var json = CliOptions.Json();
        var command = new Command("collect", "Collect packages: facts, versions, README and examples from the checksum-verified archive.") { package, force, json };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(package)!, parsed.GetValue(force), parsed.GetValue(json), output, error, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] words, bool force, bool json, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        // "cargo tokio" is one package, "npm:express npm:zod" are two.
        var specs = Ecosystems.TryParse(words[0], out _) && words.Length == 2 ? [string.Join(' ', words)] : words;
        var worst = ExitCodes.Done;
        var documents = new List<string>();
        var relay = new RelayedProgress();
        await using var session = await CliSession.OpenAsync(error, relay, cancellationToken);
        foreach (var text in specs)
        {
            using var document = new StringWriter();
            worst = Math.Max(worst, CliOptions.ReadPackage([text], error) is { } spec
                ? await CollectAsync(session, relay, new CollectRequest(spec, force), new CliRequest(json, json ? document : output, error), cancellationToken)
                : ExitCodes.WrongUsage);
            documents.Add(document.ToString().TrimEnd());
        }

        if (json)
        {
            // One package is an object, as from the API; several are a list in the order asked for.
            documents.RemoveAll(static d => d.Length == 0);
            await output.WriteLineAsync(specs.Length == 1 ? string.Concat(documents) : $"[{string.Join(",\n", documents)}]");
        }

        return worst;
    }

    private static async Task<int> CollectAsync(
        CliSession session, RelayedProgress relay, CollectRequest request, CliRequest cli, CancellationToken cancellationToken)
    {
        var spec = request.Spec;
        await using var bar = StepBars.OfJob(cli.Error, spec.ToString());
        relay.To = bar;
        var jobId = Guid.CreateVersion7().ToString("N");
        using var follow = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var following = session.FollowAsync(jobId, bar, follow.Token);
        var reply = await session.RequestAsync<CollectPackage, CollectReport>(
            static subjects => subjects.Collect, new CollectPackage(spec.Ecosystem, spec.Name, spec.Version, request.Force, jobId), cancellationToken);
        await follow.CancelAsync();
        await following;
        await bar.DisposeAsync();
        return cli.Answer(reply, SingularityJson.Default.CollectReport, report => Write(report, cli.Output));
    }

    private static void Write(CollectReport report, TextWriter output)
    {
        var package = report.Package;
        var checksum = package.Archive is { Verified: true } archive ? $"{archive.Algorithm} verified" : "no archive";
        output.WriteLine(
            $"{package.Ecosystem.PurlType()}:{package.Name}@{package.Version}  {Kinds(report)}, {report.Dependencies} dependencies, {checksum}, "
            + (report.Bytes == 0 ? "archive held already" : $"{report.Bytes / 1024.0:0.#} KiB") + $", {report.ElapsedMs} ms");
        foreach (var signature in report.Sample.Where(static s => s.Kind is SnippetKind.Signature).Take(SampleShown))
        {
            output.WriteLine($"  {Terminal.Line(signature.Code, 160)}");
        }
    }

    private static string Kinds(CollectReport report) =>
        report.Kinds.Count == 0 ? "no snippets" : string.Join(", ", report.Kinds.Select(static k => $"{k.Value} {k.Key}"));

    /// <summary>Progress of whichever package is under way.</summary>
    private sealed class RelayedProgress : IProgress<CollectProgress>
    {
        public StepBar<CollectProgress>? To { get; set; }

        public void Report(CollectProgress value) => To?.Report(value);
    }
}
