using Singularity.Benchmarks.Processes;

namespace Singularity.Benchmarks.Load;

/// <summary>The child process that runs <see cref="LoadGenerator"/>.</summary>
internal sealed class LoadProcess : IDisposable
{
    private readonly BenchProcess _process;

    private LoadProcess(BenchProcess process) => _process = process;

    public static async Task<LoadProcess> StartAsync(string nats)
    {
        var process = BenchProcess.Start(LoadGenerator.Verb);
        await process.TellAsync(nats);
        await process.ListenAsync();
        return new LoadProcess(process);
    }

    /// <returns>One for each target of the order.</returns>
    public async Task<IReadOnlyList<LoadResult>> AskAsync(LoadOrder order)
    {
        await _process.TellAsync(order.ToString());
        return LoadResult.ParseAll(await _process.ListenAsync());
    }

    public void Dispose() => _process.Dispose();
}
