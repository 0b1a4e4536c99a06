using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;

namespace Singularity.Contracts.Packages;

/// <summary>packages.registry.diff: what changed between two versions. Versions that are not stored are collected first.</summary>
/// <param name="From">Exact, prefix, range or tag.</param>
/// <param name="To">Exact, prefix, range or tag; null means the newest stable version.</param>
public sealed record DiffPackages(Ecosystem Ecosystem, string Name, string From, string? To = null) : IReadRequest;

/// <summary>The answer of packages.registry.diff.</summary>
/// <param name="From">The exact older version.</param>
/// <param name="To">The exact newer version.</param>
/// <param name="Changelog">Sections of the newer version's change log for versions after <paramref name="From"/> up to <paramref name="To"/>, in the file's order.</param>
/// <param name="LeftOut">Entries that did not fit: at most 500 of the API's lists each, and 200 KiB of change log.</param>
public sealed record PackageDiff(
    Ecosystem Ecosystem,
    string Name,
    string From,
    string To,
    ApiDiff Api,
    DependencyDiff Dependencies,
    IReadOnlyList<ChangelogEntry> Changelog,
    int LeftOut = 0);

/// <summary>Public API by qualified symbol. Counts are whole; lists may be cut.</summary>
public sealed record ApiDiff(
    int AddedCount,
    int RemovedCount,
    int ChangedCount,
    IReadOnlyList<ApiSymbol> Added,
    IReadOnlyList<ApiSymbol> Removed,
    IReadOnlyList<ApiChange> Changed);

/// <summary>A public symbol.</summary>
/// <param name="Signature">Its declaration; several when overloaded, one a line.</param>
/// <param name="Path">The file that declares it.</param>
public sealed record ApiSymbol(string Symbol, string Signature, string Path);

/// <summary>A symbol whose declaration changed.</summary>
public sealed record ApiChange(string Symbol, string Before, string After, string Path);

/// <summary>Dependencies by name and kind.</summary>
public sealed record DependencyDiff(
    IReadOnlyList<PackageDependency> Added, IReadOnlyList<PackageDependency> Removed, IReadOnlyList<DependencyChange> Changed);

/// <summary>A dependency whose requirement changed.</summary>
public sealed record DependencyChange(string Name, string Kind, string Before, string After);

/// <summary>One version's part of a change log; untrusted text.</summary>
public sealed record ChangelogEntry(string Version, string Title, string Text);
