namespace Singularity.Benchmarks.Floors;

/// <summary>What a floor does with a request, and what it holds to do it.</summary>
internal sealed class Floor(Answer answer, IDisposable? held = null) : IDisposable
{
    /// <summary>Gives the request back.</summary>
    public const string Echo = "echo";

    /// <summary>Answers always the same bytes.</summary>
    public const string Constant = "constant";

    public Answer Answer => answer;

    public static Floor AlwaysAnswering(ReadOnlyMemory<byte> bytes) => new(_ => ValueTask.FromResult(bytes));

    public void Dispose() => held?.Dispose();
}
