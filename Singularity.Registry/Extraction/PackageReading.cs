using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Extraction;

/// <summary>The outcome of reading a verified archive.</summary>
internal abstract record PackageReading
{
    private PackageReading()
    {
    }

    public sealed record Read(CollectedPackage Package, ReadingNumbers Numbers) : PackageReading;

    /// <summary>The archive breaks a limit or is not the package asked for (<see cref="ErrorCodes.BadArchive"/>).</summary>
    public sealed record Bad(string Message) : PackageReading;
}

/// <summary>What was counted while reading.</summary>
/// <param name="CompressedBytes">Size of the archive.</param>
/// <param name="UnpackedBytes">Sum of the sizes of its regular files.</param>
/// <param name="Files">Regular files.</param>
/// <param name="SkippedEntries">Links and other entries that are neither file nor folder.</param>
internal sealed record ReadingNumbers(long CompressedBytes, long UnpackedBytes, int Files, int SkippedEntries);
