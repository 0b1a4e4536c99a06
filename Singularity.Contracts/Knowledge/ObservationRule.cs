namespace Singularity.Contracts.Knowledge;

/// <summary>Whether an observation of the schema that this version knows is well-formed.</summary>
public static class ObservationRule
{
    /// <summary>Null when it is fine, else a sentence that names the field and its limit.</summary>
    public static string? Problem(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        return EnvelopeProblem(observation.Schema, observation.InstanceId, observation.Stamp) ?? FactProblem(observation);
    }

    /// <summary>Of the fields that every schema has.</summary>
    public static string? EnvelopeProblem(int schema, string? instanceId, HybridTime stamp) =>
        schema < 1 ? "schema is 1 or more."
        : TextRule.Id("instanceId", instanceId)
            ?? (stamp.WallMs is < 0 or > HybridTime.MaxWallMs ? $"stamp.wallMs is 0 to {HybridTime.MaxWallMs}."
                : stamp.Counter is < 0 or > HybridTime.MaxCounter ? $"stamp.counter is 0 to {HybridTime.MaxCounter}."
                : null);

    /// <summary>Of what it says.</summary>
    public static string? FactProblem(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        return observation.Fact switch
        {
            Learned learned => observation.Id != observation.PatternId ? "patternId of a learned pattern is the observation's own id."
                : learned.Replaces == observation.Id ? "learned.replaces names another pattern."
                : ContentRule.Problem(learned.Content, "learned.content"),
            Used => null,
            Corrected corrected => ContentRule.Problem(corrected.Changes, "corrected.changes")
                ?? TextRule.Count("corrected.answers", corrected.Answers, KnowledgeLimits.Answers)
                ?? corrected.Answers.Select(static (cause, i) => TextRule.Line($"corrected.answers[{i}]", cause, KnowledgeLimits.Cause))
                    .FirstOrDefault(static problem => problem is not null),
            Retracted retracted => retracted.Reason is { } reason ? TextRule.Lines("retracted.reason", reason, KnowledgeLimits.Reason) : null,
            MergeProposed proposed => Other("mergeProposed", observation, proposed.Other)
                ?? (proposed.Similarity is >= 0 and <= 1 ? null : "mergeProposed.similarity is 0 to 1.")
                ?? (proposed.Model is { } model ? TextRule.Line("mergeProposed.model", model, KnowledgeLimits.Model) : null),
            MergeConfirmed confirmed => Other("mergeConfirmed", observation, confirmed.Other),
            Weakened weakened => TextRule.Line("weakened.cause", weakened.Cause, KnowledgeLimits.Cause)
                ?? TextRule.Lines("weakened.reason", weakened.Reason, KnowledgeLimits.Reason),
            _ => "Exactly one of learned, used, corrected, retracted, mergeProposed, mergeConfirmed and weakened is set.",
        };
    }

    private static string? Other(string field, Observation observation, Ulid other) =>
        other == observation.PatternId ? $"{field}.other names another pattern." : null;
}
