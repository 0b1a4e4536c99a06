using System.Text;

namespace Singularity.Registry.Extraction.Elixir;

/// <summary>
/// Turns what was typed at Elixir's shell into code that can be pasted: prompts go, and what the shell printed becomes a comment, <c># => 3</c>.
/// </summary>
internal static class ElixirSession
{
    public static bool Is(string code)
    {
        foreach (var line in code.AsSpan().EnumerateLines())
        {
            if (Typed(line.TrimStart(), "iex", out _))
            {
                return true;
            }
        }

        return false;
    }

    public static string ToCode(string session)
    {
        var result = new StringBuilder(session.Length + 64);
        var (afterPrompt, printed) = (false, 0);
        foreach (var line in session.AsSpan().EnumerateLines())
        {
            var trimmed = line.TrimStart();
            if (Typed(trimmed, "iex", out var typed) || Typed(trimmed, "...", out typed))
            {
                (afterPrompt, printed) = (true, 0);
                result.Append(typed.TrimEnd());
            }
            else if (trimmed.Length == 0)
            {
                afterPrompt = false;
            }
            else
            {
                result.Append(afterPrompt ? printed++ == 0 ? "# => " : "#    " : "").Append(line.TrimEnd());
            }

            result.Append('\n');
        }

        return result.ToString().TrimEnd('\n');
    }

    /// <summary>Whether the line begins with a prompt such as <c>iex></c>, <c>iex(1)></c> or <c>...></c>.</summary>
    private static bool Typed(ReadOnlySpan<char> line, string prompt, out ReadOnlySpan<char> typed)
    {
        typed = default;
        if (!line.StartsWith(prompt))
        {
            return false;
        }

        line = line[prompt.Length..];
        if (line.StartsWith("(") && line.IndexOf(')') is > 0 and < 64 and var close)
        {
            line = line[(close + 1)..];
        }

        if (!line.StartsWith(">"))
        {
            return false;
        }

        typed = line.StartsWith("> ") ? line[2..] : line[1..];
        return true;
    }
}
