using Singularity.Contracts.Knowledge;

namespace Singularity.Contracts.Packages;

/// <summary>A learned pattern that holds for a version of a package. Untrusted text.</summary>
/// <param name="Confidence">0 to 1; knowledge.get tells what it is made of.</param>
/// <param name="Source">Where it is known from: this machine's own database, or an authority that was asked.</param>
/// <param name="Range">The versions for which it holds, as its author wrote them; null means all.</param>
public sealed record PackagePattern(Ulid Id, string Title, PatternKind Kind, double Confidence, PatternSource Source, string? Range = null);

/// <summary>The patterns that hold for the version of a package that a search found.</summary>
/// <param name="Count">How many, among the 50 that were learned last about the package.</param>
/// <param name="Best">The title of the most trusted. Untrusted text.</param>
public sealed record HitPatterns(int Count, string Best);
