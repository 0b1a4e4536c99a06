using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;

namespace Singularity.Contracts.Packages;

/// <summary>
/// packages.registry.index.load: packages that are to be found without having been collected, a part of a list. A part is stored whole or not at all. A
/// collected package of the same name stays as it is.
/// </summary>
/// <param name="Rows">At most 5,000; of the same name the last counts.</param>
/// <param name="Last">True with the last part, and with an empty one: anchors, vectors and statistics are then made at once.</param>
public sealed record LoadIndex(Ecosystem Ecosystem, IReadOnlyList<IndexRow> Rows, bool Last = false);

/// <summary>One package of a list.</summary>
/// <param name="Downloads">A month; 0 when unknown.</param>
public sealed record IndexRow(string Name, string Version, long Downloads, string Summary);

/// <summary>The answer of packages.registry.index.load.</summary>
/// <param name="Written">Rows that are new or changed.</param>
public sealed record IndexLoaded(long Written);

/// <summary>packages.registry.index.state: how far the search index of PostgreSQL is.</summary>
public sealed record GetIndexState : IReadRequest;

/// <summary>The answer of packages.registry.index.state.</summary>
/// <param name="Documents">Packages that can be found.</param>
/// <param name="Loaded">Those of loaded lists.</param>
/// <param name="Waiting">Packages whose anchors or vectors are still to be made.</param>
/// <param name="IsReady">True when nothing waits, and vectors, where the database holds them, have their index.</param>
/// <param name="Notice">What the index lacks, and what helps; null when nothing.</param>
public sealed record SearchIndexState(long Documents, long Loaded, long Waiting, bool IsReady, string? Notice = null);

/// <summary>packages.registry.index.clear: forgets what was loaded from lists.</summary>
public sealed record ClearIndex;

/// <summary>The answer of packages.registry.index.clear.</summary>
/// <param name="Removed">Packages that can be found no more.</param>
public sealed record IndexCleared(long Removed);

/// <summary>What <c>index load</c> did.</summary>
/// <param name="Rows">Read.</param>
/// <param name="Written">New or changed.</param>
/// <param name="LoadedMs">Until all rows were stored.</param>
/// <param name="IndexedMs">Until all of them could be found every way.</param>
/// <param name="Notice">What the index lacks, and what helps.</param>
public sealed record IndexLoadReport(long Rows, long Written, long LoadedMs, long IndexedMs, string? Notice = null);
