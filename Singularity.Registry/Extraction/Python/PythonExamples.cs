using Singularity.Registry.Extraction.Markdown;

namespace Singularity.Registry.Extraction.Python;

/// <summary>
/// Finds code in a documentation string: interactive sessions, fenced code, and the literal blocks of reStructuredText. Every line is looked at
/// once.
/// </summary>
internal static class PythonExamples
{
    /// <summary>The most of one documentation string.</summary>
    private const int MaxCount = 64;

    private static readonly string[] Directives = [".. code-block::", ".. code::", ".. sourcecode::", ".. testcode::", ".. ipython::"];

    /// <summary>Headings that say no more than that examples follow.</summary>
    private static readonly HashSet<string> Headings = new(StringComparer.OrdinalIgnoreCase)
    {
        "example", "examples", "usage", "basic usage", "for example", "e.g.", "simple usage", "sample", "sample usage", "usage example", "usage examples", "example usage",
    };

    /// <summary>Each with its first line, from 0, and the paragraph above it.</summary>
    public static IReadOnlyList<FoundCode> Find(string text)
    {
        if (!text.Contains(">>>", StringComparison.Ordinal) && !text.Contains("::", StringComparison.Ordinal) && !text.Contains("```", StringComparison.Ordinal))
        {
            return [];
        }

        var walk = new Walk(text.Split('\n'));
        walk.Run();
        return walk.Found;
    }

    private sealed class Walk(string[] lines)
    {
        private int _next;
        private string? _paragraph;
        private bool _isInParagraph;

        public List<FoundCode> Found { get; } = [];

        public void Run()
        {
            while (_next < lines.Length && Found.Count < MaxCount)
            {
                var line = lines[_next].AsSpan().Trim();
                if (DoctestBlock.IsPrompt(line))
                {
                    Session();
                }
                else if (line.StartsWith("```", StringComparison.Ordinal))
                {
                    Fence(line);
                }
                else if (Directive(line) is { } argument)
                {
                    Literal(CodeLanguage.Normalize(argument) ?? "python");
                }
                else if (line.EndsWith("::", StringComparison.Ordinal) && !line.StartsWith(".. ", StringComparison.Ordinal))
                {
                    Prose(line[..^2]);
                    Literal(language: null);
                }
                else
                {
                    Prose(line);
                    _next++;
                }
            }
        }

        private static string? Directive(ReadOnlySpan<char> line)
        {
            foreach (var directive in line.StartsWith(".. ", StringComparison.Ordinal) ? Directives : [])
            {
                if (line.StartsWith(directive, StringComparison.Ordinal))
                {
                    return line[directive.Length..].Trim().ToString();
                }
            }

            return null;
        }

        private void Prose(ReadOnlySpan<char> line)
        {
            if (line.Length == 0 || !line.ContainsAnyExcept("-=~^*"))
            {
                _isInParagraph &= line.Length > 0;
                return;
            }

            _paragraph = _isInParagraph && _paragraph?.Length < MarkdownText.MaxParagraph ? $"{_paragraph} {line}" : line.ToString();
            _isInParagraph = true;
        }

        /// <summary>Sessions with nothing but blank lines between them belong together.</summary>
        private void Session()
        {
            var (first, end) = (_next, _next);
            for (; _next < lines.Length; _next++)
            {
                if (lines[_next].Length > 0)
                {
                    if (_next > end && !DoctestBlock.IsPrompt(lines[_next]))
                    {
                        break;
                    }

                    end = _next + 1;
                }
            }

            Add(lines.AsSpan(first, end - first), first, "python");
        }

        private void Fence(ReadOnlySpan<char> opening)
        {
            var first = ++_next;
            while (_next < lines.Length && !lines[_next].AsSpan().TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                _next++;
            }

            Add(lines.AsSpan(first, _next - first), first, CodeLanguage.Normalize(opening.TrimStart('`').Trim().ToString()) ?? "python");
            _next++;
        }

        /// <summary>The lines indented deeper than this one.</summary>
        /// <param name="language">Null where only what looks like Python is wanted: anything may stand in a literal block.</param>
        private void Literal(string? language)
        {
            var margin = PythonDocText.Indent(lines[_next++]);
            while (language is not null && _next < lines.Length && lines[_next].AsSpan().TrimStart().StartsWith(":", StringComparison.Ordinal))
            {
                _next++;
            }

            var first = _next;
            while (_next < lines.Length && (lines[_next].Length == 0 || PythonDocText.Indent(lines[_next]) > margin))
            {
                _next++;
            }

            var body = lines.AsSpan(first, _next - first);
            if (language is not null || LooksLikePython(body))
            {
                Add(body, first, language ?? "python");
            }
        }

        private void Add(ReadOnlySpan<string> body, int first, string language)
        {
            while (body.Length > 0 && body[0].Length == 0)
            {
                body = body[1..];
                first++;
            }

            var margin = int.MaxValue;
            var isSession = false;
            foreach (var line in body)
            {
                margin = line.Length > 0 ? Math.Min(margin, PythonDocText.Indent(line)) : margin;
                isSession |= DoctestBlock.IsPrompt(line);
            }

            var dedented = body.ToArray().Select(l => l.Length > 0 ? l[margin..] : "");
            var code = isSession ? DoctestBlock.Render(dedented) : string.Join('\n', dedented).TrimEnd();
            if (code.Length > 0)
            {
                Found.Add(new FoundCode(code, isSession ? "python" : language, first, Heading: null, Paragraph()));
            }

            _isInParagraph = false;
        }

        private string? Paragraph() => _paragraph?.TrimEnd(':', ' ') is { } words && !Headings.Contains(words) ? PythonDocText.Plain(words) : null;

        private static bool LooksLikePython(ReadOnlySpan<string> body)
        {
            foreach (var line in body)
            {
                var text = line.AsSpan().TrimStart();
                var word = PythonText.Name(text);
                if (text.StartsWith(">>> ", StringComparison.Ordinal) || text.StartsWith("@", StringComparison.Ordinal)
                    || (word is "import" or "from" or "def" or "class" or "with" or "for" or "async" or "await" or "return" && text.Length > word.Length)
                    || (word.Length > 0 && text[word.Length..] is ['(', ..] or ['.', ..] or [' ', '=', ' ', ..]))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
