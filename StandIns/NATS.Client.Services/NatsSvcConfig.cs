using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NATS.Client.Services;

public partial record NatsSvcConfig
{
    /// <param name="name">Letters, digits, dash and underscore.</param>
    /// <param name="version">A semantic version.</param>
    public NatsSvcConfig(string name, string version)
    {
        if (!IsName().IsMatch(name))
            throw new ArgumentException("Invalid service name (name can only have A-Z, a-z, 0-9, dash and underscore).", nameof(name));
        if (!IsVersion().IsMatch(version))
            throw new ArgumentException("Invalid service version (must use Semantic Versioning).", nameof(version));

        Name = name;
        Version = version;
    }

    public string Name { get; }

    public string Version { get; }

    public string? Description { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }

    /// <summary>The group among which requests are shared; default <c>q</c>.</summary>
    public string QueueGroup { get; init; } = "q";

    /// <summary>Whether requests are shared at all, or each instance takes every one; default shared.</summary>
    public bool UseQueueGroup { get; init; } = true;

    /// <summary>Adds data of one's own to an endpoint's statistics.</summary>
    public Func<INatsSvcEndpoint, JsonNode>? StatsHandler { get; init; }

    [GeneratedRegex("^[a-zA-Z0-9_-]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsName();

    [GeneratedRegex(
        """
        ^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)                                                    # major.minor.patch
        (-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?        # -pre.release
        (\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$                                                        # +build.metadata
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsVersion();
}
