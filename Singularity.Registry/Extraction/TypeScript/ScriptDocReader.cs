using System.Text;
using Singularity.Registry.Extraction.Markdown;

namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Reads JSDoc and TSDoc comments line by line.</summary>
internal sealed class ScriptDocReader
{
    /// <summary>Characters of one comment that are read.</summary>
    private const int MaxLength = 64 * 1024;

    /// <summary>Indentation that sets off code; Markdown wants one more, which not all heed.</summary>
    private const int CodeIndent = 3;

    private const int MaxParameters = 100;

    private readonly StringBuilder _text = new();
    private readonly List<DocParameter> _parameters = [];
    private readonly List<DocExample> _examples = [];
    private readonly DocCode _code = new();
    private string _tag = "";
    private string? _summary;
    private string? _deprecated;
    private string? _returns;
    private string? _type;
    private bool _isHidden;
    private bool _paragraphEnded;

    public static ScriptDoc Read(ReadOnlySpan<char> comment)
    {
        comment = comment[..Math.Min(comment.Length, MaxLength)];
        var reader = new ScriptDocReader();
        var number = 0;
        var inner = comment.EndsWith("*/") ? comment[3..^2] : comment[Math.Min(3, comment.Length)..];
        foreach (var line in inner.EnumerateLines())
        {
            reader.ReadLine(WithoutStar(line, number, out var isStarred), number, isStarred);
            number++;
        }

        return reader.Finish();
    }

    private static ReadOnlySpan<char> WithoutStar(ReadOnlySpan<char> line, int number, out bool isStarred)
    {
        var content = line.TrimStart();
        isStarred = content.Length > 0 && content[0] == '*';
        if (isStarred)
        {
            content = content[1..];
            return content.Length > 0 && content[0] == ' ' ? content[1..] : content;
        }

        return number == 0 ? content : line;
    }

    private void ReadLine(ReadOnlySpan<char> line, int number, bool isStarred)
    {
        var content = line.Trim();
        if (_code.InFence)
        {
            _code.AddToFence(line, _examples);
            return;
        }

        if (content.StartsWith("```") || content.StartsWith("~~~"))
        {
            _code.OpenFence(content, number, _examples);
            return;
        }

        if (content.Length > 1 && content[0] == '@' && char.IsAsciiLetter(content[1]))
        {
            StartTag(content);
            return;
        }

        if (_tag == "example")
        {
            _code.AddLine(line, number);
            return;
        }

        if (_tag.Length == 0
            && (_code.IsUnderWay || (isStarred && _paragraphEnded && content.Length > 0 && Indent(line) >= CodeIndent && content[0] is not ('-' or '*' or (>= '0' and <= '9')))))
        {
            AddIndented(line, content, number);
            return;
        }

        AddText(content);
    }

    /// <summary>A block set off by indentation, as older comments write their examples.</summary>
    private void AddIndented(ReadOnlySpan<char> line, ReadOnlySpan<char> content, int number)
    {
        if (content.Length > 0 && Indent(line) < CodeIndent)
        {
            _code.Finish(_examples);
            AddText(content);
            return;
        }

        _code.AddLine(line, number);
    }

    private void AddText(ReadOnlySpan<char> content)
    {
        if (content.Length == 0)
        {
            _paragraphEnded |= _text.Length > 0 || _tag.Length == 0;
            FinishText();
        }
        else if (_text.Length < MaxLength)
        {
            _text.Append(_text.Length > 0 ? " " : "").Append(content);
        }
    }

    private void StartTag(ReadOnlySpan<char> content)
    {
        FinishText();
        _code.Finish(_examples);
        var end = content[1..].IndexOfAny(" \t{") is var found and >= 0 ? found + 1 : content.Length;
        _tag = content[1..end].ToString();
        var rest = content[end..].Trim();
        switch (_tag)
        {
            case "internal" or "hidden" or "private" or "ignore":
            case "api" or "access" when rest is "private":
                _isHidden = true;
                break;
            case "param" or "arg" or "argument":
                if (_parameters.Count < MaxParameters && DocTypes.ReadParameter(rest) is { } parameter)
                {
                    _parameters.Add(parameter);
                }

                break;
            case "returns" or "return":
                _returns = DocTypes.ReadType(ref rest);
                break;
            case "type":
                _type = DocTypes.ReadType(ref rest);
                break;
            case "deprecated":
                _deprecated = "";
                _text.Append(rest);
                break;
            case "summary" or "description" or "desc":
                _text.Append(rest);
                break;
        }
    }

    private void FinishText()
    {
        var text = DocTypes.PlainText(_text.ToString());
        _text.Clear();
        if (text.Length == 0)
        {
            return;
        }

        if (_tag == "deprecated")
        {
            _deprecated = text;
        }
        else if (_tag is "" or "summary" or "description" or "desc")
        {
            _summary ??= text;
        }

        // One paragraph is enough; further ones belong to no tag of interest.
        _tag = _tag.Length == 0 ? "" : "done";
    }

    private ScriptDoc Finish()
    {
        FinishText();
        _code.Finish(_examples);
        return new ScriptDoc
        {
            Summary = _summary,
            Deprecated = _deprecated,
            IsHidden = _isHidden,
            Parameters = _parameters,
            Returns = _returns,
            Type = _type,
            Examples = _examples,
        };
    }

    private static int Indent(ReadOnlySpan<char> line) => line.Length - line.TrimStart().Length;
}

/// <summary>Gathers the lines of a piece of code.</summary>
internal sealed class DocCode
{
    private readonly List<string> _lines = [];
    private string? _language;
    private string _fence = "";
    private int _line;

    public bool InFence => _fence.Length > 0;

    public bool IsUnderWay => _lines.Count > 0;

    /// <param name="content">The fence, trimmed.</param>
    public void OpenFence(ReadOnlySpan<char> content, int number, List<DocExample> examples)
    {
        // Words between an @example and its fence introduce it; they are no code.
        _lines.Clear();
        var mark = content[0];
        var rest = content.TrimStart(mark);
        if (rest.Contains(mark))
        {
            // Opened and closed on one line.
            return;
        }

        Finish(examples);
        _fence = content[..^rest.Length].ToString();
        _language = CodeLanguage.Normalize(rest.Trim().ToString());
        _line = number + 1;
    }

    public void AddToFence(ReadOnlySpan<char> line, List<DocExample> examples)
    {
        if (line.Trim().StartsWith(_fence) && line.Trim().TrimStart(_fence[0]).Length == 0)
        {
            Finish(examples);
            return;
        }

        _lines.Add(line.TrimEnd().ToString());
    }

    public void AddLine(ReadOnlySpan<char> line, int number)
    {
        var content = line.Trim();
        if (_lines.Count == 0 && (content.Length == 0 || (content.StartsWith("<caption>") && content.EndsWith("</caption>"))))
        {
            return;
        }

        _line = _lines.Count == 0 ? number : _line;
        _lines.Add(line.TrimEnd().ToString());
    }

    public void Finish(List<DocExample> examples)
    {
        var first = _lines.FindIndex(static l => l.Length > 0);
        var last = _lines.FindLastIndex(static l => l.Length > 0);
        if (first >= 0)
        {
            var lines = _lines.GetRange(first, last - first + 1);
            var indent = lines.Where(static l => l.Length > 0).Min(static l => l.Length - l.TrimStart().Length);
            examples.Add(new DocExample(string.Join('\n', lines.Select(l => l.Length > indent ? l[indent..] : "")), _language, _line + first));
        }

        _lines.Clear();
        _language = null;
        _fence = "";
    }
}
