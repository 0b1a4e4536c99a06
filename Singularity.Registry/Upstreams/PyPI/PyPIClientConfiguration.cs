using Microsoft.Extensions.Options;

namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>
/// Finds the indexes where pip finds them: our own setting, the environment, pip's configuration files, then the public index. Files are read at each
/// use, so a changed token needs no restart.
/// </summary>
internal sealed class PyPIClientConfiguration(IOptionsMonitor<PyPIOptions> options, PyPIEnvironment environment, ILogger<PyPIClientConfiguration> logger)
{
    public const string Default = "https://pypi.org/simple";

    /// <summary>More are more than anyone means.</summary>
    private const int MaxIndexes = 16;

    /// <summary>The indexes in the order in which they are asked; never empty.</summary>
    public async Task<IReadOnlyList<PyPIIndex>> FindAsync(CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in options.CurrentValue.Index is null ? environment.ConfigurationFiles().Where(File.Exists) : [])
        {
            foreach (var (key, value) in PipConfigFile.Parse(await ReadAsync(path, cancellationToken)))
            {
                settings[key] = value;
            }
        }

        var netrc = environment.NetrcFile() is { } file && File.Exists(file) ? NetrcFile.Parse(await ReadAsync(file, cancellationToken)) : new Dictionary<string, string>();
        var addresses = options.CurrentValue.Index is { } index
            ? [index]
            : Words(Setting("index-url", settings) ?? Default).Take(1).Concat(Words(Setting("extra-index-url", settings) ?? ""));
        var urls = addresses.Select(static a => PyPIIndex.TryParse(a, out var url) ? url : null).OfType<Uri>().DistinctBy(UpstreamUrl.Display).Take(MaxIndexes).ToArray();
        return [.. urls.DefaultIfEmpty(new Uri(Default + "/")).Select(url => new PyPIIndex(UpstreamUrl.WithoutUserInfo(url), new PyPICredentials(url.UserInfo, netrc)))];
    }

    private string? Setting(string name, Dictionary<string, string> settings) =>
        environment.Variable("PIP_" + name.ToUpperInvariant().Replace('-', '_')) ?? settings.GetValueOrDefault(name);

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

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
