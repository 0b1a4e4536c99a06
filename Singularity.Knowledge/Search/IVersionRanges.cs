using Singularity.Contracts.Identity;

namespace Singularity.Knowledge.Search;

/// <summary>Whether a version lies in a range: each ecosystem's own rules, which whoever hosts this library brings along.</summary>
public interface IVersionRanges
{
    /// <summary>Null when the range is none that the ecosystem, or vers, knows.</summary>
    bool? Contains(Ecosystem ecosystem, string range, string version);
}
