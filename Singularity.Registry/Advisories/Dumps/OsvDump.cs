using System.IO.Compression;
using Singularity.Registry.Advisories.Osv;

namespace Singularity.Registry.Advisories.Dumps;

/// <summary>A dump of OSV documents: a zip as OSV publishes them, a folder, or a single JSON file.</summary>
internal sealed class OsvDump : IDisposable
{
    private readonly string _path;
    private readonly DumpLimits _limits;
    private readonly ZipArchive? _zip;
    private readonly IReadOnlyList<string> _files;

    private OsvDump(string path, DumpLimits limits, ZipArchive? zip, IReadOnlyList<string> files) => (_path, _limits, _zip, _files) = (path, limits, zip, files);

    /// <summary>Documents in it.</summary>
    public int Count => _zip is null ? _files.Count : _zip.Entries.Count(IsDocument);

    /// <exception cref="DumpException">It is missing, too large, or neither of the three.</exception>
    public static OsvDump Open(string path, DumpLimits limits)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return new OsvDump(path, limits, null, ListFolder(path, limits));
            }

            if (!File.Exists(path))
            {
                throw new DumpException($"There is no file or folder {path}.");
            }

            return path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)
                ? new OsvDump(path, limits, ZipDump.Open(path, limits), [])
                : new OsvDump(path, limits, null, [path]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DumpException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>A broken file is one <see cref="DumpFile"/> with a problem; the others follow.</summary>
    /// <exception cref="DumpException">All together are too large.</exception>
    public IEnumerable<DumpFile> ReadAll()
    {
        var total = 0L;
        var files = _zip is null ? _files.Select(ReadFile) : _zip.Entries.Where(IsDocument).Select(entry => ZipDump.Read(entry, _limits));
        foreach (var file in files)
        {
            total += file.Json.Length;
            yield return total <= _limits.UnpackedBytes
                ? file
                : throw new DumpException($"{_path} holds more than {_limits.UnpackedBytes} bytes of documents, which is the most that is accepted.");
        }
    }

    public void Dispose() => _zip?.Dispose();

    private DumpFile ReadFile(string file)
    {
        var name = file == _path ? Path.GetFileName(file) : Path.GetRelativePath(_path, file);
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            return BoundedRead.All(stream, OsvLimits.Bytes) is { } bytes
                ? new DumpFile(name, bytes)
                : new DumpFile(name, default, $"has more than the {OsvLimits.Bytes} bytes that are accepted of one advisory.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new DumpFile(name, default, $"cannot be read: {exception.Message}");
        }
    }

    private static List<string> ListFolder(string path, DumpLimits limits)
    {
        // Links are not followed: they may lead anywhere, and in circles.
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = limits.Depth,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        var files = Directory.EnumerateFiles(path, "*.json", options).Take(limits.Entries + 1).ToList();
        if (files.Count > limits.Entries)
        {
            throw new DumpException($"{path} holds more than {limits.Entries} files, which is the most that is accepted.");
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static bool IsDocument(ZipArchiveEntry entry) => entry.FullName.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
}
