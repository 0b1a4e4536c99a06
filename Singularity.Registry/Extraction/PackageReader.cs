using Singularity.Registry.Upstreams;

namespace Singularity.Registry.Extraction;

/// <summary>Turns a verified archive into the record and snippets that are stored.</summary>
internal sealed class PackageReader(TimeProvider time)
{
    /// <param name="package">As found; its record supplies what the archive does not say.</param>
    /// <param name="progress">Told of the stage extract; may be null.</param>
    public Task<PackageReading> ReadAsync(
        UpstreamPackage package, VerifiedArchive archive, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        _ = time;
        throw new InvalidOperationException();
    }
}
