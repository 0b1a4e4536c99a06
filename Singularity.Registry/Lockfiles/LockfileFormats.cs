using Singularity.Contracts.Identity;
using Singularity.Registry.Lockfiles.Cargo;
using Singularity.Registry.Lockfiles.Mix;
using Singularity.Registry.Lockfiles.Npm;
using Singularity.Registry.Lockfiles.NuGet;
using Singularity.Registry.Lockfiles.Python;

namespace Singularity.Registry.Lockfiles;

/// <summary>All formats that can be imported.</summary>
internal static class LockfileFormats
{
    private static readonly ILockfileFormat[] All =
    [
        new PackageLockFormat(),
        new PnpmLockFormat(),
        new YarnLockFormat(),
        new CargoLockFormat(),
        new MixLockFormat(),
        new PackagesLockFormat(),
        new ProjectAssetsFormat(),
        new MSBuildFormat("Directory.Packages.props"),
        new MSBuildFormat("csproj", ".csproj", ".fsproj", ".vbproj"),
        new PoetryLockFormat(),
        new UvLockFormat(),
        new PipfileLockFormat(),
        new RequirementsFormat(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static f => f.Name)];

    /// <summary>The format that a user names, or without one that of the file's name; null when there is none.</summary>
    /// <param name="fileName">A name or a path.</param>
    public static ILockfileFormat? Find(string fileName, string? format) => string.IsNullOrWhiteSpace(format)
        ? Array.Find(All, f => f.Matches(fileName))
        : Array.Find(All, f => f.Name.Equals(format.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc cref="ILockfileFormat.Read"/>
    public static LockfileReading Read(string fileName, string? format, ReadOnlyMemory<byte> content) => Find(fileName, format) switch
    {
        { } found => found.Read(fileName, content),
        null when string.IsNullOrWhiteSpace(format) => Unknown(fileName, "no format is known for this name"),
        null => Unknown(fileName, $"'{PackageName.Display(format)}' is no format"),
    };

    private static LockfileReading.Malformed Unknown(string fileName, string problem) =>
        new($"{PackageName.Display(fileName)}: {problem}; name one of {string.Join(", ", Names)}.");
}
