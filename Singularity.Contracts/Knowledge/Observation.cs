using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Singularity.Contracts.Knowledge;

/// <summary>
/// One thing that one instance observed about one pattern, at one moment; never changed. Exactly one of the facts is set. A newer schema may bring facts and
/// fields that this version does not know: the observation is kept and passed on byte for byte, and folded as far as it is understood.
/// </summary>
public sealed record Observation
{
    /// <summary>The schema that this version writes.</summary>
    public const int CurrentSchema = 1;

    public required int Schema { get; init; }

    public required Ulid Id { get; init; }

    /// <summary>The pattern that it is about: the id of the observation that learned it.</summary>
    public required Ulid PatternId { get; init; }

    /// <summary>Who observed it: 1 to 64 of A-Z a-z 0-9 - _.</summary>
    public required string InstanceId { get; init; }

    public required HybridTime Stamp { get; init; }

    public Learned? Learned { get; init; }

    public Used? Used { get; init; }

    public Corrected? Corrected { get; init; }

    public Retracted? Retracted { get; init; }

    public MergeProposed? MergeProposed { get; init; }

    public MergeConfirmed? MergeConfirmed { get; init; }

    public Weakened? Weakened { get; init; }

    /// <summary>The fact that is set; null when there is none that this version knows, or more than one.</summary>
    [JsonIgnore]
    public ObservationFact? Fact
    {
        get
        {
            ObservationFact? only = null;
            foreach (var fact in (ReadOnlySpan<ObservationFact?>)[Learned, Used, Corrected, Retracted, MergeProposed, MergeConfirmed, Weakened])
            {
                if (fact is not null && only is not null)
                {
                    return null;
                }

                only ??= fact;
            }

            return only;
        }
    }
}

/// <summary>What an observation says.</summary>
public abstract record ObservationFact
{
    private protected ObservationFact()
    {
    }
}

/// <summary>A new pattern. Its observation's id is the pattern's.</summary>
public sealed record Learned : ObservationFact
{
    public required PatternContent Content { get; init; }

    /// <summary>The retracted pattern of the same content, where it was learned again.</summary>
    public Ulid? Replaces { get; init; }
}

/// <summary>Somebody used the pattern.</summary>
public sealed record Used : ObservationFact
{
    /// <summary>Whether it helped.</summary>
    public required bool Success { get; init; }
}

/// <summary>Fields have new values; of several corrections of a field the last one holds.</summary>
public sealed record Corrected : ObservationFact
{
    public required PatternChanges Changes { get; init; }

    /// <summary>Causes of <see cref="Weakened"/> observations that no longer apply.</summary>
    [AllowNull]
    public IReadOnlyList<string> Answers { get; init => field = value ?? []; } = [];
}

/// <summary>The pattern is taken back, for good.</summary>
public sealed record Retracted : ObservationFact
{
    public string? Reason { get; init; }
}

/// <summary>Two patterns seem to say the same.</summary>
public sealed record MergeProposed : ObservationFact
{
    public required Ulid Other { get; init; }

    /// <summary>Cosine of their vectors, 0 to 1; 1 where the normalised contents are equal.</summary>
    public required double Similarity { get; init; }

    /// <summary>Whose vectors were compared; null where the contents are equal.</summary>
    public string? Model { get; init; }
}

/// <summary>Two patterns are one; the smaller id stays.</summary>
public sealed record MergeConfirmed : ObservationFact
{
    public required Ulid Other { get; init; }
}

/// <summary>Something speaks against the pattern, such as a symbol that a newer version of a package lacks.</summary>
public sealed record Weakened : ObservationFact
{
    /// <summary>Names what was found, alike on every instance that finds it, such as <c>pkg:hex/ecto@3.12.0#Ecto.Repo.all/3</c>; counted once.</summary>
    public required string Cause { get; init; }

    /// <summary>For people.</summary>
    public required string Reason { get; init; }
}
