using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Dumps;
using Spectre.Console;

namespace Singularity.Registry.Cli;

/// <summary>The progress bars of the verbs.</summary>
internal static class StepBars
{
    /// <summary>While a job of the services runs.</summary>
    public static StepBar<CollectProgress> OfJob(TextWriter error, string title)
    {
        var name = Terminal.OneLine(title, 60);
        return new StepBar<CollectProgress>(error, name, (task, step) =>
        {
            task.IsIndeterminate = step.Total is null or 0;
            Show(task, $"{name} {Terminal.Safe(step.Stage)}", step.Done, step.Total ?? 1);
        });
    }

    /// <summary>While a list of packages is loaded.</summary>
    public static StepBar<IndexProgress> OfIndex(TextWriter error) => new(
        error, "packages", static (task, step) => Show(task, step.Stage is "load" ? "storing packages" : "vectors and index", step.Done, step.Total));

    /// <summary>While a dump of advisories is loaded.</summary>
    public static StepBar<AdvisoryProgress> OfAdvisories(TextWriter error) => new(
        error, "advisories", static (task, step) => Show(task, step.Stage is "load" ? "reading advisories" : "stored packages", step.Done, step.Total));

    private static void Show(ProgressTask task, string description, long done, long total)
    {
        task.Description = description;
        task.MaxValue = Math.Max(1, total);
        task.Value = done;
    }
}
