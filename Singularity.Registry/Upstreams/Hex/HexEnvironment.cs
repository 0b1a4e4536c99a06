using System.Collections;

namespace Singularity.Registry.Upstreams.Hex;

/// <summary>What the hex client would see of this machine.</summary>
/// <param name="Variables">Environment variables.</param>
/// <param name="Home">The user's folder, or null when there is none.</param>
internal sealed record HexEnvironment(IReadOnlyDictionary<string, string> Variables, string? Home)
{
    public static HexEnvironment OfThisProcess()
    {
        var variables = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new HexEnvironment(variables, home.Length == 0 ? null : home);
    }

    /// <summary>The first of these variables that is set, with its name; an empty one counts as not set.</summary>
    public HexSetting? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Variables.GetValueOrDefault(name) is { Length: > 0 } value)
            {
                return new HexSetting(name, value);
            }
        }

        return null;
    }

    /// <summary>The client's hex.config: below HEX_HOME, with MIX_XDG below the XDG folder, else in ~/.hex.</summary>
    public string? ConfigurationFile()
    {
        var folder = First("HEX_HOME")?.Value
            ?? (First("MIX_XDG")?.Value is "1" or "true" ? Below(First("XDG_CONFIG_HOME")?.Value ?? Below(Home, ".config"), "hex") : Below(Home, ".hex"));
        return Below(folder, "hex.config");
    }

    private static string? Below(string? folder, string name) => folder is null ? null : Path.Combine(folder, name);
}

/// <summary>A value with what it was read from, for messages.</summary>
internal sealed record HexSetting(string Source, string Value)
{
    /// <summary>Without the value, which may be a key.</summary>
    public override string ToString() => Source;
}
