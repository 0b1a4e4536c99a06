using Microsoft.Extensions.Options;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Erlang;

namespace Singularity.Registry.Upstreams.Hex;

/// <summary>
/// Finds API, repository and keys where the hex client finds them: our own settings, the environment, hex.config, hex.pm itself. The file is read
/// at each use, so a changed key needs no restart.
/// </summary>
internal sealed class HexClientConfiguration(IOptionsMonitor<HexOptions> options, HexEnvironment environment, ILogger<HexClientConfiguration> logger)
{
    private static readonly HexSetting DefaultApi = new("the default", "https://hex.pm/api");
    private static readonly HexSetting DefaultRepository = new("the default", "https://repo.hex.pm");

    public async Task<HexConfigurationResult> FindAsync(CancellationToken cancellationToken)
    {
        var file = await ReadFileAsync(cancellationToken);
        var api = Option("Api", options.CurrentValue.Api) ?? environment.First("HEX_API_URL", "HEX_API") ?? file.Find("api_url") ?? DefaultApi;
        var trusted = Option("Repository", options.CurrentValue.Repository)
            ?? environment.First("HEX_TRUSTED_MIRROR_URL", "HEX_TRUSTED_MIRROR") ?? file.Find("trusted_mirror_url");
        // A mirror that is not called trusted must not see keys.
        var mirror = trusted is null ? environment.First("HEX_MIRROR_URL", "HEX_MIRROR") ?? file.Find("mirror_url") : null;
        var repository = trusted ?? mirror ?? environment.First("HEX_REPO") ?? file.OfRepository("url") ?? DefaultRepository;
        if (!HexRegistry.TryParseBase(api.Value, out var apiBase))
        {
            return new HexConfigurationResult.Wrong(NoAddress(api));
        }

        if (!HexRegistry.TryParseBase(repository.Value, out var repositoryBase))
        {
            return new HexConfigurationResult.Wrong(NoAddress(repository));
        }

        var apiKey = environment.First("HEX_API_KEY") ?? file.Find("api_key") ?? file.Find("$read_key");
        var repositoryKey = mirror is not null ? null : file.OfRepository("auth_key") ?? environment.First("HEX_REPOS_KEY") ?? file.Find("repos_key");
        return new HexConfigurationResult.Found(new HexRegistry(apiBase, repositoryBase, Usable(apiKey), Usable(repositoryKey)));
    }

    private static HexSetting? Option(string name, string? value) => value is null ? null : new HexSetting($"{HexOptions.Section}:{name}", value);

    private static UpstreamProblem NoAddress(HexSetting setting) =>
        new(ErrorCodes.Unavailable, $"{setting.Source} is no absolute http or https address. Correct it, or take it out to use hex.pm.");

    /// <summary>Keys are sent as a header's whole value.</summary>
    private static string? Usable(HexSetting? key) => key?.Value.All(static c => c is > ' ' and < '\u007F') == true ? key.Value : null;

    private async Task<HexConfigFile> ReadFileAsync(CancellationToken cancellationToken)
    {
        if (environment.ConfigurationFile() is not { } path || !File.Exists(path))
        {
            return HexConfigFile.Empty;
        }

        try
        {
            return new FileInfo(path).Length > ErlangLimits.Bytes
                ? throw new IOException($"The file has more than {ErlangLimits.Bytes} bytes.")
                : new HexConfigFile(ErlangTermFile.Parse(await File.ReadAllBytesAsync(path, cancellationToken)), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ErlangFormatException)
        {
            UpstreamLog.ConfigurationUnreadable(logger, path, exception);
            return HexConfigFile.Empty;
        }
    }
}

/// <summary>What the configuration says.</summary>
internal abstract record HexConfigurationResult
{
    private HexConfigurationResult()
    {
    }

    public sealed record Found(HexRegistry Registry) : HexConfigurationResult;

    /// <summary>An address in it cannot be used; going to hex.pm instead could tell it what is private.</summary>
    public sealed record Wrong(UpstreamProblem Problem) : HexConfigurationResult;
}
