using System.CommandLine;
using Singularity.Registry.Lockfiles;

namespace Singularity.Registry.Cli;

/// <summary>import PATH: collects every package of a lockfile, or of all lockfiles in a folder, at its exact version.</summary>
internal static class ImportCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var path = new Argument<string>("path") { Description = "A lockfile, or a folder that is searched for lockfiles." };
        var format = new Option<string?>("--format") { Description = $"What the file is, when its name does not tell: {string.Join(", ", LockfileFormats.Names)}." };
        var watch = new Option<bool>("--watch") { Description = "Go on, and import again when a lockfile changes." };
        var json = CliOptions.Json();
        var command = new Command("import", "Collect every package that a project uses, at the versions its lockfiles fix.") { path, format, watch, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var import = new LockfileImport(parsed.GetValue(path)!, parsed.GetValue(format), new CliRequest(parsed.GetValue(json), output, error));
            var code = await import.RunAsync(cancellationToken);
            if (parsed.GetValue(watch) && code is ExitCodes.Done or ExitCodes.Failed)
            {
                await WatchAsync(import, parsed.GetValue(path)!, error, cancellationToken);
            }

            return code;
        });
        return command;
    }

    private static async Task WatchAsync(LockfileImport import, string path, TextWriter error, CancellationToken cancellationToken)
    {
        using var watcher = new LockfileWatcher(path, TimeProvider.System);
        await error.WriteLineAsync($"Watching {Terminal.Plain(path)}; Ctrl+C ends it.");
        try
        {
            while (true)
            {
                await watcher.WaitAsync(cancellationToken);
                await import.RunAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }
}
