namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>The core metadata of one version, from the registry or from an archive. What is absent is null or empty.</summary>
internal sealed record PyPIInfo
{
    public string? Name { get; init; }

    public string? Version { get; init; }

    public string? Summary { get; init; }

    public string? Description { get; init; }

    /// <summary>A media type, perhaps with parameters.</summary>
    public string? DescriptionContentType { get; init; }

    /// <summary>A name, or the whole text of a licence.</summary>
    public string? License { get; init; }

    /// <summary>An SPDX expression (PEP 639).</summary>
    public string? LicenseExpression { get; init; }

    public IReadOnlyList<string> Classifiers { get; init; } = [];

    /// <summary>As written: separated by commas or blanks.</summary>
    public string? Keywords { get; init; }

    public string? HomePage { get; init; }

    /// <summary>Label to address, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ProjectUrls { get; init; } = [];

    /// <summary>Requirements by PEP 508; null when nothing is said about them.</summary>
    public IReadOnlyList<string>? RequiresDist { get; init; }

    public string? RequiresPython { get; init; }
}
