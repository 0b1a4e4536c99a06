namespace Singularity.Registry.Erlang;

/// <summary>A text that is no list of Erlang terms. The message continues "The file ..." and names the line.</summary>
internal sealed class ErlangFormatException(int line, string problem) : Exception($"line {line}: {problem}")
{
    /// <summary>From 1.</summary>
    public int Line { get; } = line;
}
