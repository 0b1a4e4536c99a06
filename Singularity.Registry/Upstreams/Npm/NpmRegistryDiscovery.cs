using Microsoft.Extensions.Options;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>Asks the npm client for its registry, at most once a day: starting it takes a good part of a second.</summary>
internal sealed class NpmRegistryDiscovery(
    INpmCommand npm, IOptions<UpstreamOptions> options, TimeProvider time, ILogger<NpmRegistryDiscovery> logger) : IDisposable
{
    private const string FileName = "npm-registry.txt";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>Without an answer: npm may be installed, or mended, at any moment.</summary>
    private static readonly TimeSpan LifetimeOfNothing = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1);
    private (Uri? Url, DateTimeOffset Until)? _known;

    public async Task<Uri?> AskAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_known is not { } known || known.Until <= time.GetUtcNow())
            {
                var url = await ReadFileAsync(cancellationToken) ?? await AskClientAsync(cancellationToken);
                _known = known = (url, time.GetUtcNow() + (url is null ? LifetimeOfNothing : Lifetime));
            }

            return known.Url;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<Uri?> AskClientAsync(CancellationToken cancellationToken)
    {
        if (await npm.GetRegistryAsync(cancellationToken) is not { } text || !NpmRegistry.TryParseBase(text, out var url))
        {
            return null;
        }

        if (url.UserInfo.Length == 0)
        {
            await WriteFileAsync(url, cancellationToken);
        }

        return url;
    }

    private async Task<Uri?> ReadFileAsync(CancellationToken cancellationToken)
    {
        if (FilePath() is not { } path || !File.Exists(path) || time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(path) > Lifetime)
        {
            return null;
        }

        try
        {
            return NpmRegistry.TryParseBase(await File.ReadAllTextAsync(path, cancellationToken), out var url) ? url : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            UpstreamLog.ConfigurationUnreadable(logger, path, exception);
            return null;
        }
    }

    private async Task WriteFileAsync(Uri url, CancellationToken cancellationToken)
    {
        if (FilePath() is not { } path)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, url.AbsoluteUri, cancellationToken);
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            UpstreamLog.AnswerNotKept(logger, path, exception);
        }
    }

    private string? FilePath() => options.Value.DataFolder is { Length: > 0 } folder ? Path.Combine(folder, FileName) : null;
}
