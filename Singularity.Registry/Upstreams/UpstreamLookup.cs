using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Upstreams;

/// <summary>What the registry says about a package.</summary>
internal abstract record UpstreamLookup
{
    private UpstreamLookup()
    {
    }

    public sealed record Found(UpstreamPackage Package) : UpstreamLookup;

    /// <summary>Nothing about the package has changed since the entity tag that was sent.</summary>
    public sealed record NotModified : UpstreamLookup;

    /// <summary>The registry answered, and does not have it.</summary>
    /// <param name="Part">What is missing: the package itself, or only the version.</param>
    /// <param name="Message">Names the thing and the remedy.</param>
    /// <param name="Available">Versions and tags that exist, those nearest to the request first; empty when the package is missing.</param>
    public sealed record Missing(MissingPart Part, string Message, IReadOnlyList<string> Available) : UpstreamLookup;

    /// <summary>The registry could not be asked, or its answer cannot be used.</summary>
    public sealed record Unavailable(UpstreamProblem Problem) : UpstreamLookup;
}

internal enum MissingPart
{
    Package,
    Version,
}

/// <summary>Why a registry gave no usable answer.</summary>
/// <param name="Code">
/// One of <see cref="ErrorCodes"/>: 429 come back later, 502 unusable answer, 503 not reachable or not configured, 504 too slow.
/// </param>
/// <param name="Message">Names the registry and the remedy; safe to show, free of credentials.</param>
/// <param name="RetryAfter">How long to wait before asking again, when the registry said so.</param>
internal sealed record UpstreamProblem(int Code, string Message, TimeSpan? RetryAfter = null);
