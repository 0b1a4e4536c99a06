namespace Singularity.Registry.Toml;

/// <summary>A text that is not TOML, or beyond the limits of <see cref="TomlText"/>.</summary>
/// <param name="line">Where, from 1.</param>
/// <param name="problem">Names what stands there; starts in lower case and ends with a full stop.</param>
internal sealed class TomlException(int line, string problem) : Exception($"line {line}: {problem}")
{
    public int Line { get; } = line;

    /// <summary>The message without the line.</summary>
    public string Problem { get; } = problem;
}
