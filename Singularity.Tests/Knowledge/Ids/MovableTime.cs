namespace Singularity.Tests.Knowledge.Ids;

/// <summary>A wall clock that can also be set back.</summary>
internal sealed class MovableTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeMilliseconds(ObservationSamples.Start);

    public override DateTimeOffset GetUtcNow() => Now;
}
