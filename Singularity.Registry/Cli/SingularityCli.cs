using System.CommandLine;

namespace Singularity.Registry.Cli;

/// <summary>The verbs of <c>./singularity</c> that work on packages.</summary>
internal static class SingularityCli
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Singularity: the truth about the packages you use, on your own machine.")
        {
            CollectCommand.Create(output, error),
            ShowCommand.Create(output, error),
            ImportCommand.Create(output, error),
            SearchCommand.Create(output, error),
            ExamplesCommand.Create(output, error),
            DiffCommand.Create(output, error),
            ListCommand.Create(output, error),
            DeleteCommand.Create(output, error),
            StatsCommand.Create(output, error),
            AdvisoriesCommand.Create(output, error),
            IndexCommand.Create(output, error),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
            {
                await error.WriteLineAsync(problem.Message);
            }

            await error.WriteLineAsync("See: ./singularity --help");
            return ExitCodes.WrongUsage;
        }

        using var interrupted = new CancellationTokenSource();
        return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, interrupted.Token);
    }
}
