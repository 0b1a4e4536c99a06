using System.Collections;

namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>What pip would see of this machine.</summary>
/// <param name="Variables">Environment variables.</param>
/// <param name="Home">The user's folder, or null when there is none.</param>
/// <param name="GlobalFiles">The configuration files of the machine, the one that wins last.</param>
internal sealed record PyPIEnvironment(IReadOnlyDictionary<string, string> Variables, string? Home, IReadOnlyList<string> GlobalFiles)
{
    private static readonly string FileName = OperatingSystem.IsWindows() ? "pip.ini" : "pip.conf";

    public static PyPIEnvironment OfThisProcess()
    {
        var comparer = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var variables = new Dictionary<string, string>(comparer);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new PyPIEnvironment(variables, home.Length == 0 ? null : home, [.. FilesOfTheMachine(variables)]);
    }

    public string? Variable(string name) => Variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>pip's configuration files, the one that wins last: machine, user, virtual environment, PIP_CONFIG_FILE.</summary>
    public IEnumerable<string> ConfigurationFiles()
    {
        var own = Variable("PIP_CONFIG_FILE");
        if (own is "/dev/null" or "NUL" or "nul")
        {
            return [];
        }

        // A file of one's own takes the place of the user's.
        return [.. GlobalFiles, .. own is not null && File.Exists(own) ? [] : FilesOfTheUser(), .. Below(Variable("VIRTUAL_ENV"), FileName), .. own is null ? [] : new[] { own }];
    }

    /// <summary>Where credentials by host are kept.</summary>
    public string? NetrcFile() => Variable("NETRC")
        ?? Below(Home, ".netrc").Concat(Below(Home, "_netrc")).FirstOrDefault(File.Exists);

    private IEnumerable<string> FilesOfTheUser()
    {
        if (OperatingSystem.IsWindows())
        {
            return [.. Below(Home, "pip", FileName), .. Below(Variable("APPDATA"), "pip", FileName)];
        }

        string[] legacy = [.. Below(Home, ".pip", FileName)];
        string[] library = [.. Below(Home, "Library", "Application Support", "pip", FileName)];
        return OperatingSystem.IsMacOS() && Array.Exists(library, File.Exists)
            ? [.. legacy, .. library]
            : [.. legacy, .. Variable("XDG_CONFIG_HOME") is { } xdg ? Below(xdg, "pip", FileName) : Below(Home, ".config", "pip", FileName)];
    }

    private static IEnumerable<string> FilesOfTheMachine(Dictionary<string, string> variables)
    {
        if (OperatingSystem.IsWindows())
        {
            return Below(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "pip", FileName);
        }

        var folders = variables.GetValueOrDefault("XDG_CONFIG_DIRS") is { Length: > 0 } xdg ? xdg.Split(':', StringSplitOptions.RemoveEmptyEntries) : ["/etc/xdg"];
        return OperatingSystem.IsMacOS()
            ? Below("/Library/Application Support", "pip", FileName)
            : [.. folders.Reverse().SelectMany(static f => Below(f, "pip", FileName)), .. Below("/etc", FileName)];
    }

    private static IEnumerable<string> Below(string? folder, params string[] parts) => string.IsNullOrEmpty(folder) ? [] : [Path.Combine([folder, .. parts])];
}
