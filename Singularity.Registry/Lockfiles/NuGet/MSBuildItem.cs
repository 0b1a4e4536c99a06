using Singularity.Contracts.Identity;

namespace Singularity.Registry.Lockfiles.NuGet;

/// <summary>One package item. <c>Include</c> may name several packages; <c>Update</c> changes what another item includes.</summary>
internal sealed class MSBuildItem(string? include, string? update, int line)
{
    public string? Version { get; set; }

    /// <summary>What a project sets against the central version.</summary>
    public string? VersionOverride { get; set; }

    public static bool IsPackage(string element) =>
        element is "PackageReference" or "PackageVersion" or "GlobalPackageReference" or "PackageDownload" or "DotNetCliToolReference";

    public void WriteTo(LockfileSink sink, MSBuildProperties properties)
    {
        foreach (var package in (include ?? update ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Write(package, VersionOverride ?? Version, sink, properties);
        }
    }

    private void Write(string package, string? written, LockfileSink sink, MSBuildProperties properties)
    {
        if (written is null)
        {
            if (include is not null)
            {
                sink.Skip(package, "has no version here, so it is set in Directory.Packages.props; import that file, or the folder, as well", line);
            }

            return;
        }

        if (properties.Expand(package) is not { } name)
        {
            sink.Skip(package, "is named by an expression", line);
        }
        else if (properties.Expand(written) is not { } version)
        {
            sink.Skip(
                name,
                $"takes its version from {PackageName.Display(written)}, which this file alone does not settle;"
                + " import packages.lock.json or project.assets.json instead",
                line);
        }
        else
        {
            var (requirement, exact) = NuGetRequirement.Read(version);
            sink.Add(name, requirement, line, exact);
        }
    }
}
