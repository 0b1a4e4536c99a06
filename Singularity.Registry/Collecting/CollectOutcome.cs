using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Collecting;

/// <summary>One collect.</summary>
/// <param name="Force">Read the archive again although its version is stored already.</param>
/// <param name="AcceptHeld">What is stored by now, through whomever, is answer enough: for a caller that found nothing stored a moment ago.</param>
internal sealed record CollectRequest(PackageSpec Spec, bool Force, bool AcceptHeld = false);

/// <summary>How a collect ended.</summary>
internal abstract record CollectOutcome
{
    private CollectOutcome()
    {
    }

    /// <param name="Package">The record and its snippets as they are now stored.</param>
    /// <param name="Bytes">Bytes of archive downloaded; 0 when the version was held already.</param>
    /// <param name="NotStored">Why nothing of it was stored, fit for users; null when all of it was.</param>
    public sealed record Collected(CollectedPackage Package, PackageEntry Entry, long Bytes, string? NotStored = null) : CollectOutcome;

    public sealed record Missing(string Message) : CollectOutcome;

    /// <param name="Code">One of <see cref="ErrorCodes"/>. Nothing was stored.</param>
    public sealed record Failed(int Code, string Message, TimeSpan? RetryAfter = null) : CollectOutcome;
}
