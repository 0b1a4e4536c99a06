using System.Security.Cryptography;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Observations;

/// <summary>An observation with the bytes that it came in, which are what is kept, compared and passed on.</summary>
public sealed record ReceivedObservation
{
    internal ReceivedObservation(Observation observation, ReadOnlyMemory<byte> json, bool isUnderstood)
    {
        Observation = observation;
        Json = json;
        IsUnderstood = isUnderstood;
    }

    /// <summary>What of it was understood; without a fact where <see cref="IsUnderstood"/> is false.</summary>
    public Observation Observation { get; }

    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>False for a fact of a newer schema.</summary>
    public bool IsUnderstood { get; }

    /// <summary>SHA-256 of the bytes.</summary>
    public byte[] Digest => field ??= SHA256.HashData(Json.Span);
}

/// <summary>What reading came to.</summary>
public abstract record ObservationReading
{
    private ObservationReading()
    {
    }

    public sealed record Read(ReceivedObservation Observation) : ObservationReading;

    /// <param name="Problem">Names the field and its limit.</param>
    public sealed record Invalid(string Problem) : ObservationReading;
}
