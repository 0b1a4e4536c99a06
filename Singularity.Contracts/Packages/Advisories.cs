using Singularity.Contracts.Messaging;

namespace Singularity.Contracts.Packages;

/// <summary>packages.registry.advisories: what is known against exact versions.</summary>
/// <param name="Purls">At most 200; with a version, what affects it; without, everything known of the package. Empty asks only for the sources.</param>
public sealed record CheckAdvisories(IReadOnlyList<string> Purls) : IReadRequest;

/// <summary>The answer of packages.registry.advisories.</summary>
/// <param name="Packages">One for each purl, in their order.</param>
public sealed record AdvisoryAnswer(AdvisorySources Sources, IReadOnlyList<PackageAdvisories> Packages);

/// <summary>Where advisories come from.</summary>
/// <param name="Note">In words: what is there, or how to get it.</param>
/// <param name="Api">The base address of the OSV API that is asked; null when none is configured.</param>
/// <param name="Feeds">What is stored, by ecosystem; ecosystems without advisories are left out.</param>
/// <param name="Pending">Packages whose stored records do not show the newest advisories yet.</param>
public sealed record AdvisorySources(string Note, string? Api, IReadOnlyList<AdvisoryFeed> Feeds, long Pending);

/// <summary>The stored advisories of one ecosystem.</summary>
/// <param name="Ecosystem">The purl type.</param>
/// <param name="Advisories">That stand.</param>
/// <param name="Withdrawn">That were taken back and match nothing.</param>
/// <param name="AsOf">When the newest advisory of a dump was changed; null when only the API has been asked.</param>
/// <param name="LoadedAt">When a dump was loaded last.</param>
public sealed record AdvisoryFeed(string Ecosystem, long Advisories, long Withdrawn, DateTimeOffset? AsOf, DateTimeOffset? LoadedAt);

/// <summary>What is known against one package.</summary>
/// <param name="Purl">As asked.</param>
/// <param name="Note">In words: how many are known as of when, or that nothing could tell.</param>
/// <param name="AsOf">How current the answer is: the newest change in the dump or the time the API was asked; null when there is no source.</param>
/// <param name="Advisories">Worst first; the worst 100 where there are more.</param>
/// <param name="Documents">The advisories themselves, as many as fit one message; lists of single versions are left out.</param>
/// <param name="DocumentsLeftOut">How many did not fit; null when all are there.</param>
/// <param name="Problem">Why this purl could not be checked; null when it was.</param>
public sealed record PackageAdvisories(
    string Purl, string Note, DateTimeOffset? AsOf, IReadOnlyList<Advisory> Advisories, IReadOnlyList<OsvDocument> Documents,
    int? DocumentsLeftOut = null, string? Problem = null);

/// <summary>packages.registry.advisories.load: a part of a dump.</summary>
public sealed record LoadAdvisories(IReadOnlyList<OsvDocument> Documents);

/// <summary>The answer of packages.registry.advisories.load.</summary>
/// <param name="Unchanged">Held already in this state or a newer one.</param>
/// <param name="Errors">Documents that were refused; the others are stored.</param>
public sealed record AdvisoriesLoaded(int Added, int Updated, int Unchanged, IReadOnlyList<AdvisoryError> Errors);

/// <param name="Document">The file or id.</param>
public sealed record AdvisoryError(string Document, string Error);

/// <summary>packages.registry.advisories.apply: brings stored packages up to the stored advisories, a part at a time.</summary>
/// <param name="Limit">Package names to look at, 1 to 1,000.</param>
public sealed record ApplyAdvisories(int Limit = 500);

/// <summary>The answer of packages.registry.advisories.apply.</summary>
/// <param name="Checked">Package names looked at.</param>
/// <param name="Rewritten">Stored versions whose advisories changed.</param>
/// <param name="Pending">Package names left; ask again until it is 0.</param>
public sealed record AdvisoriesApplied(int Checked, int Rewritten, long Pending);

/// <summary>What <c>./singularity advisories load</c> did.</summary>
/// <param name="Documents">Read in all.</param>
/// <param name="OtherEcosystems">About no package of npm, crates.io, Hex, NuGet or PyPI; not stored.</param>
/// <param name="Failed">Documents that could not be read or stored.</param>
/// <param name="Errors">The first 100 of them.</param>
/// <param name="Rewritten">Stored versions whose advisories changed.</param>
/// <param name="ElapsedMs">Milliseconds in all.</param>
public sealed record AdvisoryLoadReport(
    string Path, int Documents, int Added, int Updated, int Unchanged, int OtherEcosystems, int Failed, IReadOnlyList<AdvisoryError> Errors,
    int Rewritten, long ElapsedMs);
