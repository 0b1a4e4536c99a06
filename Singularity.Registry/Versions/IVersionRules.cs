using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Versions;

/// <summary>How one ecosystem writes, orders and requires versions.</summary>
internal interface IVersionRules
{
    Ecosystem Ecosystem { get; }

    /// <summary>Whether the text is one exact version.</summary>
    bool IsVersion(string text);

    /// <summary>False for what is no version.</summary>
    bool IsPrerelease(string version);

    /// <summary>Older first; 0 for two ways to write one version. Texts that are no versions come first, in ordinal order.</summary>
    int Compare(string left, string right);

    /// <summary>Whether a version answers a requirement in the ecosystem's own syntax; null when the text is no requirement.</summary>
    bool? Satisfies(string version, string requirement);

    /// <summary>
    /// The version that a request means: the one literally so called, then the dist-tag, then the same version written otherwise, then a prefix
    /// (<c>14.1</c> is the newest 14.1.x), then the newest in the range. Of several the newest that is neither deprecated nor yanked; without a
    /// request the newest stable one. Null when none answers.
    /// </summary>
    /// <param name="versions">In any order.</param>
    string? Resolve(string? requested, IReadOnlyList<PackageVersion> versions, IReadOnlyDictionary<string, string> distTags);

    /// <summary>Newest first; texts that are no versions come last.</summary>
    IReadOnlyList<PackageVersion> NewestFirst(IEnumerable<PackageVersion> versions);
}
