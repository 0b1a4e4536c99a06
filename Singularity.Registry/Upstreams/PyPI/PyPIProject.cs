namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>What an index says about a project, in whichever of its APIs.</summary>
/// <param name="Name">As the project writes it; null when the index does not say.</param>
/// <param name="Info">The core metadata of the version that it names; null where the API has none.</param>
/// <param name="Releases">Version to its files, as published.</param>
internal sealed record PyPIProject(string? Name, PyPIInfo? Info, IReadOnlyDictionary<string, IReadOnlyList<PyPIFile>> Releases);

/// <summary>A published file.</summary>
/// <param name="Url">Absolute.</param>
/// <param name="Hashes">Algorithm to hexadecimal value, those that can be checked.</param>
/// <param name="Size">In bytes, or null when the index does not say.</param>
/// <param name="YankedReason">Null when not yanked; empty when yanked without a reason.</param>
internal sealed record PyPIFile(
    string FileName, Uri Url, IReadOnlyList<ArchiveChecksum> Hashes, long? Size, string? YankedReason, DateTimeOffset? Published);
