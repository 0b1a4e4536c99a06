namespace Singularity.Contracts.Messaging;

/// <summary>
/// Codes of the micro-service error header, chosen like HTTP's. The API answers with the same status, the CLI maps them to exit codes:
/// 400 -> 2, 404 -> 3, 503 and 504 -> 4, anything else -> 1.
/// </summary>
public static class ErrorCodes
{
    /// <summary>The request is malformed; the text names the field.</summary>
    public const int BadRequest = 400;

    /// <summary>The sender may not ask this; the text says why.</summary>
    public const int Forbidden = 403;

    /// <summary>The registry knows no such package or version.</summary>
    public const int NotFound = 404;

    /// <summary>The archive is not what the registry said, or breaks a limit; nothing was stored.</summary>
    public const int BadArchive = 422;

    /// <summary>The registry or this service asks to come back later; the text says when.</summary>
    public const int Busy = 429;

    /// <summary>A fault in this software; the text carries no detail, the log does.</summary>
    public const int Internal = 500;

    /// <summary>The registry answered something that cannot be used.</summary>
    public const int BadUpstream = 502;

    /// <summary>Nothing that could answer is reachable.</summary>
    public const int Unavailable = 503;

    /// <summary>The registry did not answer in time.</summary>
    public const int UpstreamTimeout = 504;
}
