using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Storage;

/// <summary>Column <c>state</c> of patterns.</summary>
internal static class PatternStates
{
    public static string Name(PatternState state) => state switch
    {
        PatternState.Awaited => "awaited",
        PatternState.Live => "live",
        PatternState.Merged => "merged",
        PatternState.Retracted => "retracted",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };
}
