using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Observations;

namespace Singularity.Knowledge.Storage;

/// <summary>Column <c>type</c> of observations.</summary>
internal static class ObservationTypes
{
    public const string Used = "used";
    public const string MergeProposed = "merge-proposed";

    public static string? Of(ReceivedObservation observation) => observation.Observation.Fact switch
    {
        Learned => "learned",
        Contracts.Knowledge.Used => Used,
        Corrected => "corrected",
        Retracted => "retracted",
        Contracts.Knowledge.MergeProposed => MergeProposed,
        MergeConfirmed => "merge-confirmed",
        Weakened => "weakened",
        _ => null,
    };

    /// <summary>The other pattern of a merge, proposed or confirmed.</summary>
    public static Ulid? OtherOf(Observation observation) => observation.MergeProposed?.Other ?? observation.MergeConfirmed?.Other;
}
