using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search;

/// <summary>A request that was checked: what is looked for, how, and among what.</summary>
/// <param name="Text">Without NUL characters, at most <see cref="IndexQuery.MostCharacters"/>.</param>
/// <param name="Limit">Hits, 1 to 100.</param>
internal sealed record SearchNeed(string Text, IndexMode Mode, int Limit, SearchFilter Filter);
