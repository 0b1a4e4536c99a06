using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Tiers;

/// <summary>The outcome of asking for a package.</summary>
internal abstract record PackageLookup
{
    private PackageLookup()
    {
    }

    /// <param name="Requested">The version, range or tag as asked for; "latest" when none was given.</param>
    /// <param name="Stale">True when it is older than the caller accepts and the registry could not be asked.</param>
    public sealed record Found(PackageEntry Entry, string Requested, ServedBy ServedBy, bool Stale) : PackageLookup;

    /// <summary>The registry has no such package or version.</summary>
    public sealed record Missing(string Message) : PackageLookup;

    /// <summary>Nothing that could answer did.</summary>
    /// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
    public sealed record Unavailable(int Code, string Message, TimeSpan? RetryAfter = null) : PackageLookup;
}
