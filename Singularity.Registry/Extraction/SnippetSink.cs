using Singularity.Contracts.Packages;

namespace Singularity.Registry.Extraction;

/// <summary>Gathers one version's snippets within <see cref="SnippetLimits"/>; the same piece twice counts once, where it stands first.</summary>
internal sealed class SnippetSink(string purl)
{
    private readonly HashSet<(SnippetKind Kind, string? Symbol, string Code)> _seen = [];
    private readonly List<Snippet> _snippets = [];
    private long _characters;

    /// <summary>Of the package, with version.</summary>
    public string Purl => purl;

    public IReadOnlyList<Snippet> Snippets => _snippets;

    /// <summary>Pieces that did not fit the limits.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Whether nothing more fits; an extractor may then stop.</summary>
    public bool IsFull => _snippets.Count >= SnippetLimits.Count || _characters >= SnippetLimits.Total;

    /// <param name="path">The file in the archive.</param>
    /// <param name="line">The first line of the code in that file, from 1.</param>
    /// <param name="title">The heading or symbol that it stands under.</param>
    /// <param name="code">Blank code is ignored.</param>
    /// <param name="symbol">The qualified name that it documents, in the language's own notation.</param>
    public void Add(
        SnippetKind kind, string path, int line, string title, string code, string? language, string? description = null, string? symbol = null)
    {
        if (string.IsNullOrWhiteSpace(code) || !_seen.Add((kind, kind is SnippetKind.Signature or SnippetKind.Changelog ? symbol : null, code)))
        {
            return;
        }

        if (IsFull || code.Length > SnippetLimits.Code || title.Length > SnippetLimits.Symbol || symbol?.Length > SnippetLimits.Symbol)
        {
            LeftOut++;
            return;
        }

        description = Cut(description);
        _characters += code.Length + (description?.Length ?? 0);
        _snippets.Add(Snippet.Create(kind, purl, path, line, title, code, language, description, symbol));
    }

    private static string? Cut(string? description)
    {
        description = string.IsNullOrWhiteSpace(description) ? null : description.Trim();
        return description is { Length: > SnippetLimits.Description }
            ? string.Concat(description.AsSpan(0, SnippetLimits.Description - (char.IsHighSurrogate(description[SnippetLimits.Description - 1]) ? 1 : 0)), "…")
            : description;
    }
}
