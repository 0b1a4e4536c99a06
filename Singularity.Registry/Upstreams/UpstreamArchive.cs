using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Upstreams;

/// <summary>The outcome of downloading an archive.</summary>
internal abstract record UpstreamArchive
{
    private UpstreamArchive()
    {
    }

    /// <summary>Every byte arrived and matches the registry's checksum.</summary>
    public sealed record Verified(VerifiedArchive Archive) : UpstreamArchive;

    /// <summary>The bytes are not what the registry stated, or too many (<see cref="ErrorCodes.BadArchive"/>). Nothing was read from them.</summary>
    public sealed record Bad(string Message) : UpstreamArchive;

    public sealed record Unavailable(UpstreamProblem Problem) : UpstreamArchive;
}
