namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Finds the end of a template literal, whose expressions may hold strings, braces and further templates.</summary>
internal static class TemplateScanner
{
    /// <param name="start">Of the opening backtick.</param>
    public static int End(ReadOnlySpan<char> text, int start)
    {
        // Braces open in each expression under way; the template inside the innermost one is being read when the last is negative.
        var levels = new Stack<int>();
        var inText = true;
        var i = start + 1;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\')
            {
                i++;
            }
            else if (inText)
            {
                if (c == '`')
                {
                    if (levels.Count == 0)
                    {
                        return i + 1;
                    }

                    inText = false;
                }
                else if (c == '$' && i + 1 < text.Length && text[i + 1] == '{')
                {
                    levels.Push(0);
                    inText = false;
                    i++;
                }
            }
            else
            {
                switch (c)
                {
                    case '`':
                        inText = true;
                        break;
                    case '{':
                        levels.Push(levels.Pop() + 1);
                        break;
                    case '}' when levels.Peek() == 0:
                        levels.Pop();
                        inText = true;
                        break;
                    case '}':
                        levels.Push(levels.Pop() - 1);
                        break;
                    case '"' or '\'':
                        i = QuoteEnd(text, i);
                        break;
                }
            }
        }

        return Math.Min(i, text.Length);
    }

    private static int QuoteEnd(ReadOnlySpan<char> text, int start)
    {
        for (var i = start + 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == text[start])
            {
                return i;
            }

            i += text[i] == '\\' ? 1 : 0;
        }

        // An apostrophe, as in a comment.
        return start;
    }
}
