using Microsoft.Extensions.Options;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>
/// Finds the registry of a package where the npm client finds it: our own setting, the environment, .npmrc of project, user and machine, then
/// the client itself. Files are read at each use, so a changed token needs no restart.
/// </summary>
internal sealed class NpmClientConfiguration(
    IOptionsMonitor<NpmOptions> options, NpmEnvironment environment, NpmRegistryDiscovery discovery, ILogger<NpmClientConfiguration> logger)
{
    /// <summary>The registry of a package, or null when nothing on this machine names one.</summary>
    public async Task<NpmRegistry?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var settings = await ReadFilesAsync(cancellationToken);
        var text = options.CurrentValue.Registry ?? OfScope(name, settings) ?? environment.Config("registry") ?? settings.GetValueOrDefault("registry");
        if (text is null || !NpmRegistry.TryParseBase(text, out var url))
        {
            url = await discovery.AskAsync(cancellationToken);
        }

        return url is null
            ? null
            : new NpmRegistry(
                UpstreamUrl.WithoutUserInfo(url),
                new NpmCredentials(settings, url.UserInfo.Length > 0 ? url.UserInfo : null),
                await NpmConnection.ReadAsync(settings, environment, logger, cancellationToken));
    }

    private static string? OfScope(string name, Dictionary<string, string> settings)
    {
        var slash = name.IndexOf('/');
        return slash < 0 ? null : settings.GetValueOrDefault($"{name[..slash]}:registry");
    }

    private async Task<Dictionary<string, string>> ReadFilesAsync(CancellationToken cancellationToken)
    {
        var merged = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in environment.ConfigurationFiles().Where(File.Exists))
        {
            foreach (var (key, value) in NpmrcFile.Parse(await ReadAsync(path, cancellationToken), environment.Variables))
            {
                merged[key] = value;
            }
        }

        foreach (var (variable, value) in environment.Variables)
        {
            // The environment wins over files; credentials may be given as npm_config_//host/:_authToken.
            if (variable.StartsWith("npm_config_//", StringComparison.OrdinalIgnoreCase))
            {
                merged[variable["npm_config_".Length..]] = value;
            }
        }

        return merged;
    }

    private async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            UpstreamLog.ConfigurationUnreadable(logger, path, exception);
            return "";
        }
    }
}
