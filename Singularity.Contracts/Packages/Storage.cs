using System.Text.Json.Serialization;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;

namespace Singularity.Contracts.Packages;

/// <summary>packages.storage.get.</summary>
/// <param name="Version">Exact, prefix, range or dist-tag; null for the newest stable.</param>
/// <param name="MaxAge">The oldest acceptable answer, in seconds since it was validated; null accepts what the cache holds.</param>
/// <param name="Include">Optional parts of the answer: snippets (all), or some of them: api, examples, changelog; patterns.</param>
public sealed record GetPackage(Ecosystem Ecosystem, string Name, string? Version = null, int? MaxAge = null, IReadOnlyList<string>? Include = null) : IReadRequest;

/// <summary>The answer of packages.storage.get.</summary>
/// <param name="Requested">What was asked for, as written; "latest" when no version was given.</param>
/// <param name="Resolved">The exact version that answers it.</param>
/// <param name="AgeMs">Milliseconds since the registry last confirmed the facts.</param>
/// <param name="Stale">True when the registry could not be asked and the last known answer is given.</param>
/// <param name="Snippets">When asked for: as many as fit one message, in the archive's order.</param>
/// <param name="SnippetsLeftOut">How many did not fit; null when all are there.</param>
/// <param name="Patterns">When asked for: what was learned that holds for this version, the most trusted first, at most five. Untrusted text.</param>
/// <param name="PatternsNote">Why patterns that were asked for are left out, and what helps; null when they are not.</param>
public sealed record PackageAnswer(
    PackageRecord Package, string Requested, string Resolved, ServedBy ServedBy, long AgeMs, bool Stale,
    IReadOnlyList<Snippet>? Snippets = null, int? SnippetsLeftOut = null, IReadOnlyList<PackagePattern>? Patterns = null, string? PatternsNote = null);

/// <summary>The tier that answered.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ServedBy>))]
public enum ServedBy
{
    [JsonStringEnumMemberName("memory")]
    Memory,

    [JsonStringEnumMemberName("kv")]
    Kv,

    [JsonStringEnumMemberName("embedded")]
    Embedded,

    [JsonStringEnumMemberName("postgres")]
    Postgres,

    [JsonStringEnumMemberName("upstream")]
    Upstream,
}

/// <summary>The answer of packages.storage.store.</summary>
/// <param name="Revision">Grows with every write to the package.</param>
public sealed record PackageStored(long Revision);

/// <summary>packages.storage.delete: one version, or the whole package when the version is null.</summary>
public sealed record DeletePackage(Ecosystem Ecosystem, string Name, string? Version = null);

/// <summary>The answer of packages.storage.delete.</summary>
/// <param name="Deleted">Versions removed.</param>
public sealed record PackageDeleted(int Deleted);

/// <summary>packages.storage.list and packages.storage.search: names that start with a prefix, in order.</summary>
/// <param name="Prefix">A name prefix; null lists all.</param>
/// <param name="After">The last name of the previous page; null for the first.</param>
/// <param name="Limit">1 to 500.</param>
public sealed record ListPackages(Ecosystem? Ecosystem = null, string? Prefix = null, string? After = null, int Limit = 50) : IReadRequest;

/// <summary>packages.storage.search_by_tags: packages that carry every given keyword.</summary>
/// <param name="Limit">1 to 500.</param>
public sealed record FindByTags(IReadOnlyList<string> Tags, Ecosystem? Ecosystem = null, int Limit = 50) : IReadRequest;

/// <summary>A page of packages.</summary>
/// <param name="Next">Give it as After to go on; null on the last page.</param>
public sealed record PackagePage(IReadOnlyList<PackageSummary> Packages, string? Next);

/// <summary>A package in a list.</summary>
public sealed record PackageSummary(
    Ecosystem Ecosystem, string Name, string Version, string? Description, string? License, int Snippets, DateTimeOffset CollectedAt);
