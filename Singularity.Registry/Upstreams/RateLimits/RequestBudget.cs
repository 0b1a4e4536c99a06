namespace Singularity.Registry.Upstreams.RateLimits;

/// <summary>How often a registry may be asked, by all processes of this user together.</summary>
/// <param name="Requests">At most this many in any window; 1 to 10,000.</param>
/// <param name="Window">Longer than zero.</param>
/// <param name="MaxWait">The longest wait for a turn; a later turn is a problem that says when to come back.</param>
internal sealed record RequestBudget(int Requests, TimeSpan Window, TimeSpan MaxWait);
