using System.Threading.Channels;
using Spectre.Console;

namespace Singularity.Registry.Cli;

/// <summary>A progress bar on standard error while a list is loaded; silent when that is not a terminal.</summary>
internal sealed class IndexBar : IProgress<IndexProgress>, IAsyncDisposable
{
    private readonly Channel<IndexProgress> _steps = Channel.CreateBounded<IndexProgress>(
        new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly Task _drawing;

    private IndexBar(TextWriter error) => _drawing = Console.IsErrorRedirected || error != Console.Error ? Task.CompletedTask : DrawAsync(error);

    public static IndexBar Start(TextWriter error) => new(error);

    public void Report(IndexProgress value) => _steps.Writer.TryWrite(value);

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
            var task = context.AddTask("packages");
            await foreach (var step in _steps.Reader.ReadAllAsync())
            {
                task.Description = step.Stage is "load" ? "storing packages" : "vectors and index";
                task.MaxValue = Math.Max(1, step.Total);
                task.Value = step.Done;
            }
        });
}
