using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Observations;

namespace Singularity.Knowledge.Storage;

/// <summary>Column <c>body</c> of observations.</summary>
internal static class StoredObservation
{
    public static Observation Parse(byte[] body) => ObservationReader.Read(body) is ObservationReading.Read read
        ? read.Observation.Observation
        : throw new FormatException("The database holds an observation that this version cannot read.");
}
