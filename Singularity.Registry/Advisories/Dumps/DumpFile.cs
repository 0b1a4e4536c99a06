namespace Singularity.Registry.Advisories.Dumps;

/// <summary>One file of a dump.</summary>
/// <param name="Name">Within the dump.</param>
/// <param name="Json">Its bytes; empty when there is a problem.</param>
/// <param name="Problem">Why it cannot be read, in words that follow its name; null when it can.</param>
internal sealed record DumpFile(string Name, ReadOnlyMemory<byte> Json, string? Problem = null);

/// <summary>A dump that cannot be read any further. The message names it.</summary>
internal sealed class DumpException(string message, Exception? inner = null) : Exception(message, inner);
