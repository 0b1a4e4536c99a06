using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Singularity.Registry.Linking;

/// <summary>Reads the files of a link and of an authority.</summary>
internal static class LinkFiles
{
    /// <summary>Null where there is no such file.</summary>
    /// <param name="isSound">Whether it holds what it must.</param>
    /// <exception cref="LinkFileException">It is damaged or cannot be read.</exception>
    public static T? Read<T>(string path, JsonTypeInfo<T> type, Func<T, bool> isSound, string remedy)
        where T : class
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), type) is { } value && isSound(value) ? value : throw new LinkFileException(path, "it is damaged", remedy);
        }
        catch (JsonException)
        {
            // What is wrong with it may repeat a part of it, and it holds a password.
            throw new LinkFileException(path, "it is damaged", remedy);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LinkFileException(path, "it cannot be read", remedy);
        }
    }
}

/// <summary>A file of a link that is no use. The message names it and what helps, and repeats nothing of it.</summary>
internal sealed class LinkFileException(string path, string problem, string remedy) : Exception($"{path} is no use: {problem}. {remedy}");
