using System.Threading.Channels;
using Spectre.Console;

namespace Singularity.Registry.Cli;

/// <summary>A progress bar on standard error while something takes its time; silent when that is not a terminal.</summary>
internal sealed class StepBar<TStep> : IProgress<TStep>, IAsyncDisposable
{
    private readonly Channel<TStep> _steps = Channel.CreateBounded<TStep>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Task _drawing;

    /// <param name="error">Where it is drawn, if that is a terminal.</param>
    /// <param name="title">What is shown before the first step, as Spectre's markup.</param>
    /// <param name="show">Shows a step.</param>
    public StepBar(TextWriter error, string title, Action<ProgressTask, TStep> show) =>
        _drawing = Console.IsErrorRedirected || error != Console.Error ? Task.CompletedTask : DrawAsync(error, title, show);

    public void Report(TStep value) => _steps.Writer.TryWrite(value);

    public async ValueTask DisposeAsync()
    {
        _steps.Writer.TryComplete();
        await _drawing;
    }

    private Task DrawAsync(TextWriter error, string title, Action<ProgressTask, TStep> show) => Terminal.Console(error).Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
        .StartAsync(async context =>
        {
            var task = context.AddTask(title);
            await foreach (var step in _steps.Reader.ReadAllAsync())
            {
                show(task, step);
            }
        });
}
