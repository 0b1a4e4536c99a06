using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>Reads the Simple API's HTML (PEP 503): one link for each file, its checksum as the address's fragment.</summary>
internal static class PyPISimplePage
{
    private const int MaxFiles = 200_000;

    /// <summary>Null for a page that lists no file: an index says so with an empty list, a login page with anything else.</summary>
    public static async Task<IReadOnlyList<PyPIFile>?> ReadAsync(Stream html, Uri address, CancellationToken cancellationToken)
    {
        using var document = await new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocumentAsync(html, cancellationToken);
        var origin = document.QuerySelector("base[href]")?.GetAttribute("href") is { } text && Uri.TryCreate(address, text, out var url) ? url : address;
        var links = document.Links.OfType<IHtmlAnchorElement>().Take(MaxFiles).ToArray();
        PyPIFile[] files = [.. links.Select(link => Read(link, origin)).OfType<PyPIFile>()];
        return files.Length > 0 || links.Length == 0 && document.QuerySelector("form, script") is null ? files : null;
    }

    private static PyPIFile? Read(IElement link, Uri origin)
    {
        var href = link.GetAttribute("href") ?? "";
        var hash = href.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash < 0 ? [] : href[(hash + 1)..].Split('&')[0].Split('=', 2);
        var hashes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (fragment.Length == 2)
        {
            hashes[fragment[0]] = fragment[1];
        }

        var name = link.TextContent.Trim();
        return PyPIFileName.IsWheel(name) || PyPIFileName.SourceLayout(name) is not null
            ? PyPIFiles.Create(name, href, hashes, size: null, link.GetAttribute("data-yanked"), published: null, origin)
            : null;
    }
}
