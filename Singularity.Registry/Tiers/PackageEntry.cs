using System.Text.Json;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Tiers;

/// <summary>What every tier holds of one version: the record in wire form, so that a hit copies bytes, and the few facts that steer reads.</summary>
/// <param name="Version">The exact version.</param>
/// <param name="ValidatedAt">When the registry last confirmed it.</param>
/// <param name="Revision">PostgreSQL's write counter of the package; 0 when written without PostgreSQL.</param>
/// <param name="Record">The <see cref="PackageRecord"/> as UTF-8 JSON; empty in a marker.</param>
internal sealed record PackageEntry(string Version, DateTimeOffset ValidatedAt, long Revision, ReadOnlyMemory<byte> Record)
{
    /// <summary>
    /// True when this says only that copies older than <see cref="Revision"/> are void: the package was deleted, or is too large for the tier that holds the marker.
    /// </summary>
    public bool IsMarker => Record.IsEmpty;

    public static PackageEntry From(PackageRecord package, long revision) => new(
        package.Version, package.ValidatedAt, revision, JsonSerializer.SerializeToUtf8Bytes(package, SingularityJson.Default.PackageRecord));

    public static PackageEntry Marker(long revision) => new("", DateTimeOffset.UnixEpoch, revision, ReadOnlyMemory<byte>.Empty);

    public PackageRecord Read() =>
        JsonSerializer.Deserialize(Record.Span, SingularityJson.Default.PackageRecord)
        ?? throw new JsonException("The stored record is the JSON value null.");
}
