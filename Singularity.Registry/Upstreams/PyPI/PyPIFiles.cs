using System.Globalization;
using Singularity.Registry.Versions.PyPI;

namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>Makes one project of what the APIs list.</summary>
internal static class PyPIFiles
{
    /// <summary>Strongest first, with the length of their values in characters. MD5, which old mirrors state, verifies nothing.</summary>
    private static readonly (string Name, int Length)[] Algorithms = [("sha512", 128), ("sha384", 96), ("sha256", 64)];

    public static PyPIProject Of(PyPIJsonDocument document, Uri address)
    {
        var releases = new Dictionary<string, IReadOnlyList<PyPIFile>>(StringComparer.Ordinal);
        foreach (var (version, files) in document.Releases ?? [])
        {
            releases[version] = Read(files ?? [], address);
        }

        // Some mirrors list the files of the newest version alone.
        if (document.Info?.Version is { } newest && document.Urls is { Count: > 0 } urls && releases.GetValueOrDefault(newest) is not { Count: > 0 })
        {
            releases[newest] = Read(urls, address);
        }

        return new PyPIProject(document.Info?.Name, document.Info?.ToInfo(), releases);
    }

    /// <param name="project">Normalised; only files of it count.</param>
    public static PyPIProject Of(string? name, IEnumerable<PyPIFile> files, string project)
    {
        var releases = new Dictionary<Pep440Version, List<PyPIFile>>();
        foreach (var file in files)
        {
            if (Pep440Version.TryParse(PyPIFileName.Version(project, file.FileName), out var version))
            {
                if (!releases.TryGetValue(version, out var list))
                {
                    releases[version] = list = [];
                }

                list.Add(file);
            }
        }

        return new PyPIProject(name, null, releases.ToDictionary(static r => r.Key.Text, static r => (IReadOnlyList<PyPIFile>)r.Value, StringComparer.Ordinal));
    }

    public static IReadOnlyList<PyPIFile> Read(IEnumerable<PyPIJsonFile?> files, Uri address) => [.. files.OfType<PyPIJsonFile>().Select(file => file is { FileName: { } name, Url: { } url }
        ? Create(name, url, file.Digests ?? file.Hashes ?? new Dictionary<string, string>(), file.Size, Reason(file), file.UploadTime ?? file.SimpleUploadTime, address)
        : null).OfType<PyPIFile>()];

    /// <summary>Null when the address cannot be used.</summary>
    public static PyPIFile? Create(
        string name, string url, IReadOnlyDictionary<string, string> hashes, long? size, string? yankedReason, string? published, Uri address) =>
        Uri.TryCreate(address, url, out var absolute) && UpstreamUrl.IsWeb(absolute)
            ? new PyPIFile(
                name,
                WithoutFragment(UpstreamUrl.WithoutUserInfo(absolute)),
                [.. Algorithms.Where(a => hashes.GetValueOrDefault(a.Name) is { } value && value.Length == a.Length && value.All(char.IsAsciiHexDigit))
                    .Select(a => new ArchiveChecksum(a.Name, hashes[a.Name].ToLowerInvariant()))],
                size,
                yankedReason,
                DateTimeOffset.TryParse(published, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null)
            : null;

    private static string? Reason(PyPIJsonFile file) => file.Yanked is null ? null : file.YankedReason ?? file.Yanked;

    private static Uri WithoutFragment(Uri url) => url.Fragment.Length == 0 ? url : new UriBuilder(url) { Fragment = "" }.Uri;
}
