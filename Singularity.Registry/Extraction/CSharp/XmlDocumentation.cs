using System.Text;
using System.Xml;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>What the documentation file beside an assembly says of one member.</summary>
/// <param name="Summary">As plain text in one line; empty when there is none.</param>
internal sealed record MemberDocumentation(string Id, string Summary, IReadOnlyList<DocumentationExample> Examples);

/// <param name="Line">Of its first line, from 1.</param>
/// <param name="Introduction">The text before it.</param>
/// <param name="IsProse">Whether it is words or values without a <c>code</c> element around them.</param>
internal sealed record DocumentationExample(string Code, int Line, string Introduction, bool IsProse = false);

/// <summary>Reads compiler-written XML documentation in one pass. A file that is cut off or malformed yields what comes before.</summary>
internal static class XmlDocumentation
{
    private const int MaxDepth = 64;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    public static IReadOnlyList<MemberDocumentation> Read(byte[] content)
    {
        var members = new List<MemberDocumentation>();
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(content, writable: false), Settings);
            while (reader.Read())
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "member", IsEmptyElement: false } && reader.GetAttribute("name") is { Length: > 2 } id)
                {
                    members.Add(ReadMember(reader, id));
                }
            }
        }
        catch (XmlException)
        {
            // What was read so far stands.
        }

        return members;
    }

    private static MemberDocumentation ReadMember(XmlReader reader, string id)
    {
        var summary = new StringBuilder();
        var introduction = new StringBuilder();
        var examples = new List<DocumentationExample>();
        var (end, section, sectionLine, found) = (reader.Depth, "", 0, 0);
        while (reader.Read() && reader.Depth > end)
        {
            if (reader.Depth > end + MaxDepth)
            {
                throw new XmlException("Elements are nested too deep.");
            }

            if (reader.Depth == end + 1 && reader.NodeType == XmlNodeType.Element)
            {
                // The parts of a partial class each bring their summary; the first stands for all.
                section = reader.LocalName == "summary" && summary.Length > 0 ? "" : reader.LocalName;
                introduction.Clear();
                (sectionLine, found) = ((reader as IXmlLineInfo)?.LineNumber ?? 1, examples.Count);
            }
            else if (reader.Depth == end + 1 && reader.NodeType == XmlNodeType.EndElement && section == "example")
            {
                if (examples.Count == found && Collapse(introduction) is { Length: > 0 } prose)
                {
                    examples.Add(new DocumentationExample(prose, sectionLine, "", IsProse: true));
                }
            }
            else if (section is "example" or "remarks" && reader is { NodeType: XmlNodeType.Element, LocalName: "code", IsEmptyElement: false })
            {
                if (ReadCode(reader) is var (code, line) && code.Length > 0)
                {
                    examples.Add(new DocumentationExample(code, line, Collapse(introduction)));
                }

                introduction.Clear();
            }
            else
            {
                AppendText(section == "summary" ? summary : introduction, reader);
            }
        }

        return new MemberDocumentation(id, Collapse(summary), examples);
    }

    private static void AppendText(StringBuilder text, XmlReader reader)
    {
        if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
        {
            text.Append(reader.Value);
        }
        else if (reader.NodeType == XmlNodeType.Element)
        {
            text.Append(reader.LocalName switch
            {
                "see" or "seealso" or "paramref" or "typeparamref" when reader.IsEmptyElement =>
                    reader.GetAttribute("name") ?? reader.GetAttribute("langword") ?? ShortName(reader.GetAttribute("cref") ?? reader.GetAttribute("href") ?? ""),
                "para" or "item" or "br" or "list" => " ",
                _ => "",
            });
        }
    }

    private static (string Code, int Line)? ReadCode(XmlReader reader)
    {
        var text = new StringBuilder();
        var line = 0;
        var end = reader.Depth;
        while (reader.Read() && reader.Depth > end)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
            {
                line = line == 0 ? (reader as IXmlLineInfo)?.LineNumber ?? 1 : line;
                text.Append(reader.Value);
            }
        }

        return CodeText.Dedent(text.ToString(), out var skipped) is { Length: > 0 } code ? (code, line + skipped) : null;
    }

    /// <summary><c>M:System.String.Join(System.String)</c> is Join, <c>T:System.Collections.Generic.List`1</c> is List.</summary>
    private static string ShortName(string cref)
    {
        if (cref.Length < 2 || cref[1] != ':')
        {
            return cref;
        }

        var name = cref.AsSpan(2);
        var parameters = name.IndexOfAny('(', '{');
        name = parameters < 0 ? name : name[..parameters];
        name = name.EndsWith(".#ctor") ? name[..^6] : name;
        name = name[(name.LastIndexOf('.') + 1)..];
        var tick = name.IndexOf('`');
        return (tick < 0 ? name : name[..tick]).ToString();
    }

    private static string Collapse(StringBuilder text) =>
        string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace('\0', '\uFFFD');
}
