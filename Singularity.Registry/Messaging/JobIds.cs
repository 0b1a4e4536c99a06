namespace Singularity.Registry.Messaging;

/// <summary>Names of jobs that callers choose; they become part of a NATS subject.</summary>
internal static class JobIds
{
    private const int MaxLength = 64;

    public static string Rule { get; } = $"jobId has from 1 to {MaxLength} letters, digits, '-' or '_'.";

    public static bool IsValid(string id) => id.Length is > 0 and <= MaxLength && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
