using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Collecting;

/// <summary>One collect.</summary>
/// <param name="Force">Read the archive again although its version is stored already.</param>
/// <param name="MustStore">True when the caller asked for it to be stored; a read goes on without, when the store is down.</param>
internal sealed record CollectRequest(PackageSpec Spec, bool Force, bool MustStore);

/// <summary>How a collect ended.</summary>
internal abstract record CollectOutcome
{
    private CollectOutcome()
    {
    }

    /// <param name="Package">The record and its snippets as they are now stored.</param>
    /// <param name="Bytes">Bytes of archive downloaded; 0 when the version was held already.</param>
    public sealed record Collected(CollectedPackage Package, PackageEntry Entry, long Bytes) : CollectOutcome;

    public sealed record Missing(string Message) : CollectOutcome;

    /// <param name="Code">One of <see cref="ErrorCodes"/>. Nothing was stored.</param>
    public sealed record Failed(int Code, string Message, TimeSpan? RetryAfter = null) : CollectOutcome;
}
