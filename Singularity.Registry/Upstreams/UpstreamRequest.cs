using System.Net.Http.Headers;
using Singularity.Registry.Upstreams.RateLimits;

namespace Singularity.Registry.Upstreams;

/// <summary>One thing to get from a registry.</summary>
/// <param name="Registry">The registry's base address; its origin is what Retry-After binds.</param>
/// <param name="Url">What to get.</param>
/// <param name="What">For messages, as in "the archive of npm:express@4.21.2".</param>
/// <param name="Accept">The media type asked for.</param>
/// <param name="MaxBytes">The largest body accepted.</param>
/// <param name="TooLargeCode">The problem's code for a larger one.</param>
internal sealed record UpstreamRequest(Uri Registry, Uri Url, string What, string Accept, long MaxBytes, int TooLargeCode)
{
    /// <summary>Credentials for an address, asked anew for every redirect.</summary>
    public Func<Uri, AuthenticationHeaderValue?> Authorization { get; init; } = _ => null;

    /// <summary>For registries whose credentials are the whole of the Authorization header; asked when <see cref="Authorization"/> gives none.</summary>
    public Func<Uri, string?> BareToken { get; init; } = _ => null;

    /// <summary>How often the registry may be asked for things of this sort; each attempt waits for its turn. Null for no limit.</summary>
    public RequestBudget? Budget { get; init; }

    /// <summary>The entity tag of what the caller holds, or its date; see <see cref="UpstreamValidator"/>.</summary>
    public string? ETag { get; init; }

    /// <summary>How to reach the registry; null for the machine's own way.</summary>
    public UpstreamConnection? Connection { get; init; }
    /// <summary>A JSON question; it is posted, and asked again in the same way when the answer fails. Null gets the address.</summary>
    public ReadOnlyMemory<byte>? Question { get; init; }

    /// <summary>False when the body's own bytes are wanted, as for a checksum.</summary>
    public bool AllowCompression { get; init; } = true;

    /// <summary>Told of bytes received and, if known, of all.</summary>
    public Action<long, long?>? Progress { get; init; }

    public string RegistryName => UpstreamUrl.Display(Registry);
}

/// <summary>A registry's answer, after retries.</summary>
internal abstract record UpstreamReply<T>
{
    private UpstreamReply()
    {
    }

    /// <param name="ETag">To send with the next request; see <see cref="UpstreamValidator"/>.</param>
    public sealed record Received(T Value, string? ETag) : UpstreamReply<T>;

    public sealed record NotModified : UpstreamReply<T>;

    public sealed record NotFound : UpstreamReply<T>;

    public sealed record Failed(UpstreamProblem Problem) : UpstreamReply<T>;
}
