using Singularity.Registry.Archives;

namespace Singularity.Registry.Extraction.Rust;

/// <summary>Follows a library's module declarations from its root file through the archive.</summary>
internal sealed class RustCrate
{
    /// <summary>Modules in modules, over files.</summary>
    private const int MaxDepth = 64;

    private readonly IReadOnlyDictionary<string, ArchiveFile> _files;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    private RustCrate(IReadOnlyDictionary<string, ArchiveFile> files) => _files = files;

    /// <param name="name">As other crates write it.</param>
    /// <param name="path">Of the library's root file.</param>
    /// <returns>The root module, or null when the archive has no such file.</returns>
    public static RustModule? Load(IReadOnlyDictionary<string, ArchiveFile> files, string name, string path)
    {
        var root = new RustModule(name, null, isPublic: true);
        return new RustCrate(files).TryRead(root, path, Folder(path), 0) ? root : null;
    }

    /// <param name="children">The folder in which the files of its modules are.</param>
    private bool TryRead(RustModule module, string path, string children, int depth)
    {
        // A file is one module; declared again, it would only be the same twice, or itself in itself.
        if (depth > MaxDepth || !_files.TryGetValue(path, out var file) || !_read.Add(path))
        {
            return false;
        }

        module.Path = path;
        module.Line = 1;
        RustParser.Read(new RustSource(path, TextFile.Decode(file.Content, file.IsWhole)), module, (child, name, stated, isOutermost) =>
        {
            var folder = isOutermost ? children : Below(children, Between(child.Parent!, module));
            if (stated is not null)
            {
                var own = Below(isOutermost ? Folder(path) : folder, stated.StartsWith("./", StringComparison.Ordinal) ? stated[2..] : stated);
                return TryRead(child, own, Folder(own), depth + 1);
            }

            var inner = Below(folder, name);
            return TryRead(child, inner + ".rs", inner, depth + 1) || TryRead(child, inner + "/mod.rs", inner, depth + 1);
        });
        return true;
    }

    /// <summary>The folders that inline modules add.</summary>
    private static string Between(RustModule inner, RustModule outer)
    {
        var names = new List<string>();
        for (var module = inner; module is not null && !ReferenceEquals(module, outer); module = module.Parent)
        {
            names.Insert(0, module.Name);
        }

        return string.Join('/', names);
    }

    private static string Folder(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";

    private static string Below(string folder, string name) => folder.Length == 0 ? name : name.Length == 0 ? folder : $"{folder}/{name}";
}
