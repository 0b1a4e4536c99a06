using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;
using Singularity.Registry.Toml;

namespace Singularity.Registry.Extraction.Rust;

/// <summary>The Cargo.toml of an archive, whose facts are verified and so win over the registry's.</summary>
internal static class RustManifest
{
    public const string FileName = "Cargo.toml";

    public const int MaxBytes = 1024 * 1024;

    /// <exception cref="ArchiveException">There is none, it cannot be read, or it is another package's.</exception>
    public static PackageRecord Apply(PackageRecord record, IReadOnlyDictionary<string, ArchiveFile> files)
    {
        var package = Parse(files).Table("package") ?? throw new ArchiveException("has a Cargo.toml without a [package].");
        if (package.Text("name") != record.Name || package.Text("version") != record.Version)
        {
            var stated = $"{package.Text("name") ?? "(no name)"}@{package.Text("version") ?? "(no version)"}";
            throw new ArchiveException($"holds {PackageName.Display(stated)}, not {record.Name}@{record.Version}.");
        }

        var license = package.Text("license");
        var keywords = package.Texts("keywords").Concat(package.Texts("categories")).Distinct(StringComparer.Ordinal).ToArray();
        return record with
        {
            Description = package.Text("description")?.Trim() ?? record.Description,
            Keywords = keywords.Length > 0 ? keywords : record.Keywords,
            License = license is null ? record.License : SpdxLicense.Normalize(license),
            LicenseText = license ?? record.LicenseText,
            Homepage = WebAddress(package.Text("homepage")) ?? record.Homepage,
            Repository = RepositoryAddress.Normalize(package.Text("repository")) ?? record.Repository,
            Frameworks = Frameworks(package, record),
        };
    }

    /// <summary>The library's name, as other crates write it, and its root file.</summary>
    public static (string Name, string Path) Library(PackageRecord record, IReadOnlyDictionary<string, ArchiveFile> files)
    {
        var library = Parse(files).Table("lib");
        return ((library?.Text("name") ?? record.Name).Replace('-', '_'), library?.Text("path") ?? "src/lib.rs");
    }

    private static IReadOnlyList<string> Frameworks(TomlTable package, PackageRecord record)
    {
        var rust = package.Text("rust-version");
        var edition = package.Text("edition");
        return [.. rust is null ? record.Frameworks : [$"rust >={rust}"], .. edition is null ? Array.Empty<string>() : [$"edition {edition}"]];
    }

    private static string? WebAddress(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var url) && Upstreams.UpstreamUrl.IsWeb(url) ? text!.Trim() : null;

    private static TomlTable Parse(IReadOnlyDictionary<string, ArchiveFile> files)
    {
        if (!files.TryGetValue(FileName, out var file) || !file.IsWhole)
        {
            throw new ArchiveException(file is null ? "has no Cargo.toml." : $"has a Cargo.toml of {file.Size} bytes, more than is read.");
        }

        try
        {
            return TomlText.Parse(TextFile.Decode(file.Content, isWhole: true));
        }
        catch (TomlException exception)
        {
            throw new ArchiveException($"has a Cargo.toml that is not valid TOML (line {exception.Line}).", exception);
        }
    }
}
