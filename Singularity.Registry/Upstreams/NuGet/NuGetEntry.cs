using System.Globalization;
using System.Text.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Versions.NuGet;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>What a registration says of one version.</summary>
/// <param name="Version">Normalised: without leading zeros, a fourth zero and build metadata.</param>
/// <param name="Element">The catalog entry.</param>
/// <param name="Content">Where the registration says the archive is.</param>
internal sealed record NuGetEntry(string Version, JsonElement Element, Uri? Content)
{
    /// <summary>Null for an entry whose version the client could not read; what is read is fit for paths and addresses.</summary>
    public static NuGetEntry? Read(NuGetRegistrationLeaf leaf)
    {
        var content = Uri.TryCreate(leaf.PackageContent.AsText(), UriKind.Absolute, out var url) && UpstreamUrl.IsWeb(url) ? UpstreamUrl.WithoutUserInfo(url) : null;
        return NuGetVersionRules.Normalize(leaf.CatalogEntry.Text("version") ?? "") is { } version
            ? new NuGetEntry(version, leaf.CatalogEntry, content ?? leaf.CatalogEntry.Address("packageContent"))
            : null;
    }

    public string? Id => Element.Text("id");

    /// <summary>The publisher's reasons and message, or null when the version is not deprecated.</summary>
    public string? Deprecation
    {
        get
        {
            if (Element.Field("deprecation") is not { ValueKind: JsonValueKind.Object } deprecation)
            {
                return null;
            }

            var reasons = string.Join(", ", deprecation.Words("reasons"));
            var alternate = deprecation.Field("alternatePackage");
            var instead = alternate.Text("id") is { } id
                ? $"Use {id}{(alternate.Text("range") is { } range and not "*" ? $" {NuGetVersionRules.Requirement(range)}" : "")} instead."
                : null;
            string?[] parts = [reasons.Length > 0 ? $"Deprecated ({reasons})." : "Deprecated.", deprecation.Text("message"), instead];
            return string.Join(' ', parts.OfType<string>());
        }
    }

    public PackageVersion ToVersion()
    {
        var deprecation = Deprecation;
        return new PackageVersion(Version, Published, Yanked: !IsListed, Deprecated: deprecation is not null, deprecation ?? (IsListed ? null : "Unlisted."));
    }

    /// <summary>Unlisted versions stay installable but are offered to nobody. Sources that do not say so date them to the year 1900.</summary>
    private bool IsListed => Element.Field("listed").ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Timestamp?.Year != 1900,
    };

    private DateTimeOffset? Published => Timestamp is { Year: > 1900 } time ? time : null;

    private DateTimeOffset? Timestamp =>
        DateTimeOffset.TryParse(Element.Text("published"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
