using System.Collections;

namespace Singularity.Registry.Upstreams.Cargo;

/// <summary>What cargo would see of this machine.</summary>
/// <param name="Variables">Environment variables.</param>
/// <param name="WorkingDirectory">From where projects' .cargo folders are looked for, upwards.</param>
/// <param name="Home">The user's folder, or null when there is none.</param>
internal sealed record CargoEnvironment(IReadOnlyDictionary<string, string> Variables, string WorkingDirectory, string? Home)
{
    private const int MaxFolders = 128;

    public static CargoEnvironment OfThisProcess()
    {
        var comparer = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var variables = new Dictionary<string, string>(comparer);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new CargoEnvironment(variables, Environment.CurrentDirectory, home.Length == 0 ? null : home);
    }

    /// <summary>A variable of cargo's, null when empty; names of registries stand in capitals, with _ for -.</summary>
    public string? Variable(string name) =>
        Variables.GetValueOrDefault(name.ToUpperInvariant().Replace('-', '_')) is { Length: > 0 } value ? value : null;

    /// <summary>The configuration files that exist, the one that wins first.</summary>
    public IEnumerable<string> ConfigurationFiles()
    {
        var folders = new List<string>();
        for (var folder = WorkingDirectory; folder is not null && folders.Count < MaxFolders; folder = Path.GetDirectoryName(folder))
        {
            folders.Add(Path.Combine(folder, ".cargo"));
        }

        if (CargoHome is { } home)
        {
            folders.Add(home);
        }

        return folders.Distinct(StringComparer.Ordinal).Select(static folder => Existing(folder, "config")).OfType<string>();
    }

    /// <summary>The file that <c>cargo login</c> writes, or null when there is none.</summary>
    public string? CredentialsFile() => CargoHome is { } home ? Existing(home, "credentials") : null;

    private string? CargoHome => Variable("CARGO_HOME") ?? (Home is null ? null : Path.Combine(Home, ".cargo"));

    /// <summary>Of both the one without extension wins: older versions of cargo wrote it.</summary>
    private static string? Existing(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : File.Exists(path + ".toml") ? path + ".toml" : null;
    }
}
