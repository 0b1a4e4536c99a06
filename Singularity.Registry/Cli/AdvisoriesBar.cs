using System.Threading.Channels;
using Singularity.Registry.Advisories.Dumps;
using Spectre.Console;

namespace Singularity.Registry.Cli;

/// <summary>A progress bar on standard error while a dump is loaded; silent when that is not a terminal.</summary>
internal sealed class AdvisoriesBar : IProgress<AdvisoryProgress>, IAsyncDisposable
{
    private readonly Channel<AdvisoryProgress> _steps = Channel.CreateBounded<AdvisoryProgress>(
        new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly Task _drawing;

    private AdvisoriesBar(TextWriter error) => _drawing = Console.IsErrorRedirected || error != Console.Error ? Task.CompletedTask : DrawAsync(error);

    public static AdvisoriesBar Start(TextWriter error) => new(error);

    public void Report(AdvisoryProgress value) => _steps.Writer.TryWrite(value);

    public async ValueTask DisposeAsync()
    {
        _steps.Writer.TryComplete();
        await _drawing;
    }

    private Task DrawAsync(TextWriter error) => Terminal.Console(error).Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
        .StartAsync(async context =>
        {
            var task = context.AddTask("advisories");
            await foreach (var step in _steps.Reader.ReadAllAsync())
            {
                task.Description = step.Stage is "load" ? "reading advisories" : "stored packages";
                task.MaxValue = Math.Max(1, step.Total);
                task.Value = step.Done;
            }
        });
}
