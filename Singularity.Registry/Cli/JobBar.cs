using System.Threading.Channels;
using Singularity.Contracts.Packages;
using Spectre.Console;

namespace Singularity.Registry.Cli;

/// <summary>A progress bar on standard error while a job runs; silent when that is not a terminal.</summary>
internal sealed class JobBar : IProgress<CollectProgress>, IAsyncDisposable
{
    private readonly Channel<CollectProgress> _steps = Channel.CreateBounded<CollectProgress>(
        new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly Task _drawing;

    private JobBar(string title, TextWriter error) =>
        _drawing = Console.IsErrorRedirected || error != Console.Error ? Task.CompletedTask : DrawAsync(title, error);

    public static JobBar Start(string title, TextWriter error) => new(title, error);

    public void Report(CollectProgress value) => _steps.Writer.TryWrite(value);

    public async ValueTask DisposeAsync()
    {
        _steps.Writer.TryComplete();
        await _drawing;
    }

    private Task DrawAsync(string title, TextWriter error) => Terminal.Console(error).Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
        .StartAsync(async context =>
        {
            var task = context.AddTask(Terminal.OneLine(title, 60)).IsIndeterminate();
            await foreach (var step in _steps.Reader.ReadAllAsync())
            {
                task.Description = $"{Terminal.OneLine(title, 60)} {Terminal.Safe(step.Stage)}";
                task.IsIndeterminate = step.Total is null or 0;
                task.MaxValue = Math.Max(1, step.Total ?? 1);
                task.Value = step.Done;
            }
        });
}
