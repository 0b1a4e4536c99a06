using System.Text;
using Singularity.Contracts.Knowledge;

namespace Singularity.Registry.Cli.Patterns;

/// <summary>Reads a text that was named on the command line, no larger than an observation may be.</summary>
internal static class TextFile
{
    /// <summary>The name that means standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Null, with a problem for people, when it is not there, too large or not UTF-8.</summary>
    public static string? Read(string path, TextReader input, out string? problem)
    {
        try
        {
            if (path != StandardInput && new FileInfo(path) is { Exists: true, Length: > KnowledgeLimits.ObservationBytes })
            {
                return TooLarge(path, out problem);
            }

            problem = null;
            return path == StandardInput ? ReadInput(input, out problem) : File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException or ArgumentException)
        {
            problem = exception is DecoderFallbackException ? $"{path} is not UTF-8." : $"{path} cannot be read: {exception.Message}";
            return null;
        }
    }

    private static string? ReadInput(TextReader input, out string? problem)
    {
        var buffer = new char[KnowledgeLimits.ObservationBytes + 1];
        var read = input.ReadBlock(buffer);
        problem = null;
        return read < buffer.Length ? new string(buffer, 0, read) : TooLarge("Standard input", out problem);
    }

    private static string? TooLarge(string name, out string? problem)
    {
        problem = $"{name} is larger than the {KnowledgeLimits.ObservationBytes / 1024} KiB that a pattern may have.";
        return null;
    }
}
