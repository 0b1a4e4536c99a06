using Singularity.Contracts.Identity;
using Singularity.Registry.Storage;

namespace Singularity.Registry.Search.Postgres;

/// <summary>A <see cref="SearchFilter"/> as conditions on search_documents d, and on snippets s.</summary>
internal static class FilterSql
{
    public static bool ConcernsPackages(this SearchFilter filter) =>
        filter is { Ecosystems.Count: > 0 } or { License: not null } or { WorstAdvisory: not null } or { PublishedSince: not null } or { Version: not null };

    public static bool ConcernsSnippets(this SearchFilter filter) =>
        filter.ConcernsPackages() || filter is { SnippetKinds.Count: > 0 } or { Language: not null };

    public static Sql AddPackageFilter(this Sql sql, SearchFilter filter)
    {
        if (filter.Ecosystems is { Count: > 0 } ecosystems)
        {
            sql.Add(" AND d.ecosystem = ANY (").Value(ecosystems.Select(static ecosystem => ecosystem.PurlType()).ToArray()).Add(")");
        }

        if (filter.License is { } license)
        {
            sql.Add(" AND d.license = ").Value(license);
        }

        if (filter.WorstAdvisory is { } worst)
        {
            sql.Add(" AND d.advisory_rank <= ").Value(worst);
        }

        if (filter.PublishedSince is { } since)
        {
            sql.Add(" AND d.published >= ").Value(since.ToUniversalTime());
        }

        return filter.Version is { } version ? sql.Add(" AND d.version = ").Value(version) : sql;
    }

    /// <summary>What is asked of the snippet and of its own version. Facts of versions that search_documents does not show are not known there.</summary>
    /// <param name="version">What package_versions is called in the statement.</param>
    public static Sql AddSnippetFilter(this Sql sql, SearchFilter filter, string version = "v")
    {
        if (filter.Ecosystems is { Count: > 0 } ecosystems)
        {
            sql.Add(" AND p.ecosystem = ANY (").Value(ecosystems.Select(static ecosystem => ecosystem.PurlType()).ToArray()).Add(")");
        }

        if (filter.License is { } license)
        {
            sql.Add(" AND p.license = ").Value(license);
        }

        if (filter.WorstAdvisory is { } worst)
        {
            sql.Add($" AND {version}.advisory_rank <= ").Value(worst);
        }

        if (filter.PublishedSince is { } since)
        {
            sql.Add(" AND d.version = s.version AND d.published >= ").Value(since.ToUniversalTime());
        }

        if (filter.Version is { } exactly)
        {
            sql.Add(" AND s.version = ").Value(exactly);
        }

        if (filter.SnippetKinds is { Count: > 0 } kinds)
        {
            sql.Add(" AND s.kind = ANY (").Value(kinds.Select(SnippetKinds.Name).ToArray()).Add(")");
        }

        return filter.Language is { } language ? sql.Add(" AND s.language = ").Value(language) : sql;
    }
}
