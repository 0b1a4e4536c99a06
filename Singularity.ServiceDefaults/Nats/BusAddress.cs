using System.Text.Json;
using Singularity.Contracts.Json;
using Singularity.ServiceDefaults.Home;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>
/// Where the running services are to be found: <c>run/bus.json</c> in SINGULARITY_HOME, readable by its owner alone since the address holds the
/// password. The service writes it, the CLI reads it.
/// </summary>
public sealed class BusAddress(SingularityHome home)
{
    private const string Url = "url";
    private const string Prefix = "subjectPrefix";

    private string FilePath => Path.Combine(home.Path, "run", "bus.json");

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public void Write(string url, string? subjectPrefix)
    {
        home.Create();
        var folder = Path.GetDirectoryName(FilePath)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal) { [Url] = url, [Prefix] = subjectPrefix ?? "" };

        // A name of its own, so that of two instances that start at once neither reads the other's half-written file.
        var temporary = Path.Combine(folder, $"bus.{Environment.ProcessId}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(file, values, SingularityJson.Default.DictionaryStringString);
        }

        File.Move(temporary, FilePath, overwrite: true);
    }

    /// <summary>Null when no service said where it is.</summary>
    public (string Url, string? SubjectPrefix)? Read()
    {
        try
        {
            using var file = File.OpenRead(FilePath);
            return JsonSerializer.Deserialize(file, SingularityJson.Default.DictionaryStringString) is { } values && values.TryGetValue(Url, out var url)
                ? (url, values.GetValueOrDefault(Prefix) is { Length: > 0 } prefix ? prefix : null)
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
