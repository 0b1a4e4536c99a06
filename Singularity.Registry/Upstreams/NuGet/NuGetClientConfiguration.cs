using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using NuGet.Configuration;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>
/// Finds the sources of a package where the NuGet client finds them, by the client's own library: our own setting, then the nuget.config files of folder
/// (upwards), user and machine with their source mappings. Files are read at each use, so a changed password needs no restart.
/// </summary>
internal sealed class NuGetClientConfiguration(IOptionsMonitor<NuGetOptions> options, NuGetEnvironment environment)
{
    private const string Remedy = $"Check 'dotnet nuget list source', or set {NuGetOptions.Section}:Source to the address of a service index.";

    public NuGetSources For(string name)
    {
        try
        {
            var settings = Settings.LoadDefaultSettings(environment.WorkingDirectory, configFileName: null, new XPlatMachineWideSetting());
            var configured = PackageSourceProvider.LoadPackageSources(settings).ToList();
            var folder = SettingsUtility.GetGlobalPackagesFolder(settings);
            if (options.CurrentValue.Source is { } source)
            {
                var known = configured.Find(s => string.Equals(s.Source.TrimEnd('/'), source.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));
                return new NuGetSources.Configured([ToSource(known ?? new PackageSource(source, NuGetOptions.Section))!], folder);
            }

            return Choose(name, configured.FindAll(static s => s.IsEnabled), PackageSourceMapping.GetPackageSourceMapping(settings), folder);
        }
        catch (Exception exception) when (exception is NuGetConfigurationException or IOException or UnauthorizedAccessException)
        {
            return new NuGetSources.None($"The NuGet client's configuration cannot be read: {PackageName.Display(exception.Message)} Mend that file, or set {NuGetOptions.Section}:Source.");
        }
    }

    private static NuGetSources Choose(string name, List<PackageSource> enabled, PackageSourceMapping mapping, string folder)
    {
        if (enabled.Count == 0)
        {
            return new NuGetSources.None($"No NuGet source is configured and enabled on this machine. {Remedy}");
        }

        var mapped = mapping.IsEnabled ? mapping.GetConfiguredPackageSources(name) : null;
        var chosen = mapped is null ? enabled : enabled.FindAll(s => mapped.Contains(s.Name, StringComparer.OrdinalIgnoreCase));
        if (chosen.Count == 0)
        {
            return new NuGetSources.None($"The package source mapping of nuget.config gives nuget:{name} no enabled source. Add a pattern for it there.");
        }

        var sources = chosen.Select(ToSource).OfType<NuGetSource>().ToArray();
        return sources.Length > 0
            ? new NuGetSources.Configured(sources, folder)
            : new NuGetSources.None(
                $"The NuGet sources for nuget:{name} ({PackageName.Display(string.Join(", ", chosen.Select(static s => s.Name)))}) are folders or of protocol version 2; only sources with a "
                + $"version 3 service index can be asked. {Remedy}");
    }

    /// <summary>Null for folders and version 2 feeds. The client, too, takes an address that ends in .json for version 3 whatever the file says.</summary>
    private static NuGetSource? ToSource(PackageSource source)
    {
        if (!Uri.TryCreate(source.Source, UriKind.Absolute, out var url) || !UpstreamUrl.IsWeb(url)
            || (source.ProtocolVersion < 3 && !url.AbsolutePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && source.Name != NuGetOptions.Section))
        {
            return null;
        }

        var pair = source.Credentials is { } stored ? $"{stored.Username}:{stored.Password}"
            : url.UserInfo.Length > 0 ? Uri.UnescapeDataString(url.UserInfo)
            : null;
        var header = pair is null ? null : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        return new NuGetSource(source.Name, UpstreamUrl.WithoutUserInfo(url), () => header);
    }
}
