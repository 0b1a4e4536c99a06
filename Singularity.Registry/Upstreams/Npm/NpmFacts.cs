using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>Lays what a manifest says over a record.</summary>
internal static class NpmFacts
{
    public static PackageRecord Apply(NpmManifest manifest, PackageRecord record) => record with
    {
        Description = manifest.Description,
        Keywords = manifest.Keywords,
        License = SpdxLicense.Normalize(manifest.License),
        LicenseText = manifest.License,
        Homepage = WebAddress(manifest.Homepage),
        Repository = RepositoryAddress.Normalize(manifest.Repository),
        Dependencies = manifest.DependencyFields.ToList(),
        Frameworks = [.. manifest.Engines.Select(e => $"{e.Key} {e.Value}".TrimEnd())],
    };

    private static string? WebAddress(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var url) && Upstreams.UpstreamUrl.IsWeb(url) ? text!.Trim() : null;
}
