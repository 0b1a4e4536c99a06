using System.Text.Json;
using System.Text.Unicode;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Observations;

/// <summary>
/// Reads what came over the wire or out of a store. An observation of this version's schema is right or refused; of a newer one the envelope must be right,
/// and what it says is taken where it is understood.
/// </summary>
public static class ObservationReader
{
    public static ObservationReading Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > KnowledgeLimits.ObservationBytes)
        {
            return new ObservationReading.Invalid($"An observation has at most {KnowledgeLimits.ObservationBytes} bytes; this one has {json.Length}.");
        }

        // The parser does not look into the texts that it skips, and PostgreSQL does.
        if (!Utf8.IsValid(json.Span))
        {
            return new ObservationReading.Invalid("An observation is UTF-8.");
        }

        try
        {
            var observation = JsonSerializer.Deserialize(json.Span, ObservationJson.Reading);
            return observation is null ? new ObservationReading.Invalid("An observation is a JSON object.") : Judge(observation, json);
        }
        catch (JsonException exception)
        {
            return ReadEnvelope(json) ?? new ObservationReading.Invalid($"An observation could not be read at {exception.Path ?? "its start"}.");
        }
    }

    /// <summary>For what this instance itself observed.</summary>
    public static ObservationReading Accept(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        return ObservationRule.Problem(observation) is { } problem ? new ObservationReading.Invalid(problem) : Read(ObservationJson.Write(observation));
    }

    private static ObservationReading Judge(Observation observation, ReadOnlyMemory<byte> json)
    {
        if (ObservationRule.EnvelopeProblem(observation.Schema, observation.InstanceId, observation.Stamp) is { } problem)
        {
            return new ObservationReading.Invalid(problem);
        }

        if (ObservationRule.FactProblem(observation) is not { } factProblem)
        {
            return new ObservationReading.Read(new ReceivedObservation(observation, json, isUnderstood: true));
        }

        return observation.Schema > Observation.CurrentSchema ? Kept(observation, json) : new ObservationReading.Invalid(factProblem);
    }

    /// <summary>Null unless it is a newer schema's whose envelope this version can read.</summary>
    private static ObservationReading? ReadEnvelope(ReadOnlyMemory<byte> json)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize(json.Span, EnvelopeJson.Default.ObservationEnvelope);
            if (envelope is null || envelope.Schema <= Observation.CurrentSchema)
            {
                return null;
            }

            return ObservationRule.EnvelopeProblem(envelope.Schema, envelope.InstanceId, envelope.Stamp) is { } problem
                ? new ObservationReading.Invalid(problem)
                : Kept(
                    new Observation
                    {
                        Schema = envelope.Schema,
                        Id = envelope.Id,
                        PatternId = envelope.PatternId,
                        InstanceId = envelope.InstanceId,
                        Stamp = envelope.Stamp,
                    },
                    json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ObservationReading.Read Kept(Observation observation, ReadOnlyMemory<byte> json)
    {
        var bare = observation with
        {
            Learned = null,
            Used = null,
            Corrected = null,
            Retracted = null,
            MergeProposed = null,
            MergeConfirmed = null,
            Weakened = null,
        };
        return new ObservationReading.Read(new ReceivedObservation(bare, json, isUnderstood: false));
    }
}
