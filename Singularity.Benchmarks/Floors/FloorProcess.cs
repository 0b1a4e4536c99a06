using Singularity.Benchmarks.Load;
using Singularity.Benchmarks.Processes;

namespace Singularity.Benchmarks.Floors;

/// <summary>The child process that runs <see cref="FloorServer"/>.</summary>
internal sealed class FloorProcess : IDisposable
{
    private readonly BenchProcess _process;

    private FloorProcess(BenchProcess process, Contender contender) => (_process, Contender) = (process, contender);

    public Contender Contender { get; }

    /// <param name="name">As reports call it.</param>
    /// <param name="setting">What the kind of floor needs: bytes in base64, a key, a connection string.</param>
    public static async Task<FloorProcess> StartAsync(string name, string kind, string nats, string setting, byte[] request)
    {
        var subject = $"bench.floor.{kind}";
        var process = BenchProcess.Start(FloorServer.Verb, kind, subject);
        await process.TellAsync(nats);
        await process.TellAsync(setting);
        await process.ListenAsync();
        return new FloorProcess(process, new Contender(name, subject, request));
    }

    public void Dispose() => _process.Dispose();
}
