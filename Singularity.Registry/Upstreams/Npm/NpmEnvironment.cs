using System.Collections;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>What the npm client would see of this machine.</summary>
/// <param name="Variables">Environment variables.</param>
/// <param name="WorkingDirectory">Where a project's .npmrc is looked for.</param>
/// <param name="Home">The user's folder, or null when there is none.</param>
internal sealed record NpmEnvironment(IReadOnlyDictionary<string, string> Variables, string WorkingDirectory, string? Home)
{
    public static NpmEnvironment OfThisProcess()
    {
        var comparer = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var variables = new Dictionary<string, string>(comparer);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new NpmEnvironment(variables, Environment.CurrentDirectory, home.Length == 0 ? null : home);
    }

    /// <summary>The variable of an npm setting, in either case that npm reads: <c>npm_config_x</c> or <c>NPM_CONFIG_X</c>.</summary>
    public string? Config(string setting) =>
        NonEmpty($"npm_config_{setting}") ?? NonEmpty($"NPM_CONFIG_{setting.ToUpperInvariant()}");

    /// <summary>The .npmrc files, the one that wins last.</summary>
    public IEnumerable<string> ConfigurationFiles()
    {
        if ((Config("globalconfig") ?? Below(Config("prefix") ?? NonEmpty("PREFIX"), "etc", "npmrc")) is { } global)
        {
            yield return global;
        }

        if ((Config("userconfig") ?? Below(Home, ".npmrc")) is { } user)
        {
            yield return user;
        }

        yield return Path.Combine(WorkingDirectory, ".npmrc");
    }

    private string? NonEmpty(string name) => Variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private static string? Below(string? folder, params ReadOnlySpan<string> parts) => folder is null ? null : Path.Combine([folder, .. parts]);
}
