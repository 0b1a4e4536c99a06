using System.Text;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Scoring;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Text;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>A row of search_documents, words cut as <see cref="DocumentTerms"/> cuts them.</summary>
/// <param name="PackageId">Null for a row of a loaded list.</param>
/// <param name="Terms">As a tsvector's text.</param>
internal sealed record DocumentRow(
    long? PackageId, IndexDocument Document, DocumentFacts Facts, string Terms, string Body, string[] Mentions, short NameLength, short SummaryLength, short BodyLength)
{
    /// <summary>Characters of a README that are read.</summary>
    private const int MostReadme = 50_000;

    private const int MostText = 10_000;

    public static DocumentRow Of(long id, PackageRecord package, CompoundWords? compounds)
    {
        var shown = package.Versions.FirstOrDefault(version => version.Version == package.Version);
        var facts = new DocumentFacts(
            package.Ecosystem, package.Version, package.License, AdvisorySeverity.Rank(package.Advisories),
            package.Deprecated is not null || shown is { Yanked: true } or { Deprecated: true }, shown?.Published);
        var document = new IndexDocument(
            package.Purl, package.Name, Plain(package.Description), Plain(string.Join(' ', package.Keywords)), package.Readme ?? "", package.Downloads ?? 0, facts);
        return Of(id, document, facts, compounds);
    }

    public static DocumentRow Of(long? id, IndexDocument document, DocumentFacts facts, CompoundWords? compounds)
    {
        var terms = new DocumentTerms(document with { Body = "" }, compounds);
        var body = BodyWords(document.Body);
        return new DocumentRow(
            id, document with { Body = "" }, facts, TermsText(terms), string.Join(' ', body.Select(static word => $"'{word}'")),
            [.. Index.Mentions.Names(document)], (short)terms.NameLength, (short)terms.SummaryLength, (short)body.Count);
    }

    /// <summary>The distinct words of a long text, the first <see cref="DocumentTerms.MostBodyTerms"/>.</summary>
    public static IReadOnlyCollection<string> BodyWords(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        var reader = new TermReader(text.AsSpan(0, Math.Min(text.Length, MostReadme)));
        while (words.Count < DocumentTerms.MostBodyTerms && reader.Next())
        {
            if (!reader.IsStopWord)
            {
                lookup.Add(reader.Term);
            }
        }

        return words;
    }

    // A term is letters and digits: nothing in it is to be escaped.
    private static string TermsText(DocumentTerms terms)
    {
        var text = new StringBuilder();
        foreach (var (term, counts) in terms.Counts)
        {
            text.Append('\'').Append(term).Append("':");
            var position = 0;
            Places(text, ref position, Fields.Count(counts, Fields.Name), 'A');
            Places(text, ref position, Fields.Count(counts, Fields.Segments), 'B');
            Places(text, ref position, Fields.Count(counts, Fields.Summary), 'C');
            text[^1] = ' ';
        }

        return text.ToString();
    }

    private static void Places(StringBuilder text, ref int position, uint count, char weight)
    {
        for (; count > 0; count--)
        {
            text.Append(++position).Append(weight).Append(',');
        }
    }

    // PostgreSQL holds no NUL character.
    private static string Plain(string? text) =>
        text is null ? "" : text[..Math.Min(text.Length, MostText)].Replace("\0", "", StringComparison.Ordinal);
}
