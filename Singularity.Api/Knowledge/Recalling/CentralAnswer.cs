using Singularity.Contracts.Knowledge;

namespace Singularity.Api.Knowledge.Recalling;

/// <param name="Hits">Well-formed, each with where it came from.</param>
internal sealed record CentralAnswer(CentralShare Share, IReadOnlyList<PatternHit> Hits);
