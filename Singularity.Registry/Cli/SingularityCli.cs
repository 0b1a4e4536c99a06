using System.CommandLine;
using Singularity.Registry.Cli.Link;
using Singularity.Registry.Cli.Patterns;

namespace Singularity.Registry.Cli;

/// <summary>The verbs of <c>./singularity</c> that work on packages, knowledge and links.</summary>
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
            LearnCommand.Create(Console.In, output, error),
            RecallCommand.Create(output, error),
            FeedbackCommand.Create(Console.In, output, error),
            RetractCommand.Create(output, error),
            PatternsCommand.Create(output, error),
            InstancesCommand.Create(output, error),
            LinkCommand.Create(output, error),
            AuthorityCommand.Create(output, error),
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
