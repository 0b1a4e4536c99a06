namespace Aspire.Hosting.Orchestration;

/// <summary>What to start, and how to ask it politely to stop.</summary>
internal sealed record ProcessCommand(string FileName, IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string? WorkingDirectory { get; init; }

    public StopSignal StopSignal { get; init; } = StopSignal.Terminate;
}

/// <summary>Numbers as POSIX has them.</summary>
internal enum StopSignal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
}
