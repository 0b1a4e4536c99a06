using Singularity.Registry.Archives;

namespace Singularity.Registry.Extraction;

/// <summary>The files kept of a version's archives, by path. One archive serves both uses unless sources and build are published apart.</summary>
/// <param name="Code">What the public API is read from.</param>
/// <param name="Documents">What README, change log and examples are read from.</param>
internal sealed record PackageFiles(IReadOnlyDictionary<string, ArchiveFile> Code, IReadOnlyDictionary<string, ArchiveFile> Documents);
