using System.Text;

namespace Singularity.Registry.Extraction.Elixir;

/// <summary>A file's tokens, and questions about them.</summary>
internal sealed class ElixirSource
{
    /// <summary>What a line may begin with when it goes on with the one before.</summary>
    private static readonly HashSet<string> Leading =
    [
        "|>", "|", "||", "|||", "&&", "&&&", "<>", "++", "--", "::", "->", "<-", "=", "==", "!=", "=~", "===", "<", ">", "<=", ">=", "*", "/", "=>", "..",
        "<~", "~>", ".",
    ];

    private readonly List<ElixirToken> _tokens;
    private readonly List<int> _lines = [0];

    public ElixirSource(string text)
    {
        Text = text;
        _tokens = ElixirLexer.Tokenize(text);
        for (var at = text.IndexOf('\n'); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            _lines.Add(at + 1);
        }
    }

    public string Text { get; }

    public int Count => _tokens.Count;

    public ElixirToken this[int index] => index < _tokens.Count ? _tokens[index] : new ElixirToken(ElixirTokenKind.Newline, Text.Length, 0);

    public ReadOnlySpan<char> Of(int index) => Text.AsSpan(this[index].Start, this[index].Length);

    public bool Is(int index, ElixirTokenKind kind, ReadOnlySpan<char> text) => this[index].Kind == kind && Of(index).SequenceEqual(text);

    /// <summary>From 1.</summary>
    public int LineOf(int position)
    {
        var found = _lines.BinarySearch(position);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>The index of the token after a statement: its end of line, or the <c>end</c> of the block that it stands in.</summary>
    /// <param name="body">Where its own first <c>do</c> stands, or -1.</param>
    public int EndOfStatement(int start, out int body)
    {
        var (brackets, blocks) = (0, 0);
        body = -1;
        for (var i = start; i < Count; i++)
        {
            switch (this[i].Kind)
            {
                case ElixirTokenKind.Open:
                    brackets++;
                    break;
                case ElixirTokenKind.Close:
                    brackets = Math.Max(0, brackets - 1);
                    break;
                case ElixirTokenKind.Newline when brackets == 0 && blocks == 0 && !GoesOn(i):
                    return i;
                case ElixirTokenKind.Name when Of(i) is "fn" || (Of(i) is "do" && !IsMember(i)):
                    body = Of(i) is "do" && blocks == 0 && brackets == 0 && body < 0 ? i : body;
                    blocks++;
                    break;
                case ElixirTokenKind.Name when Of(i) is "end" && !IsMember(i):
                    if (--blocks < 0)
                    {
                        return i;
                    }

                    // What a block holds is whole: a bracket left open inside was misread.
                    brackets = blocks == 0 && body >= 0 ? 0 : brackets;
                    break;
            }
        }

        return Count;
    }

    /// <summary>The index after the bracket that closes the one at this index; no further than to the end given.</summary>
    public int AfterBrackets(int open, int end)
    {
        var depth = 0;
        for (var i = open; i < end; i++)
        {
            depth += this[i].Kind == ElixirTokenKind.Open ? 1 : this[i].Kind == ElixirTokenKind.Close ? -1 : 0;
            if (depth == 0)
            {
                return i + 1;
            }
        }

        return end;
    }

    /// <summary>The text of some tokens on one line, without comments.</summary>
    public string Join(int start, int end)
    {
        var result = new StringBuilder();
        for (var i = start; i < end; i++)
        {
            if (this[i].Kind == ElixirTokenKind.Newline)
            {
                continue;
            }

            var gap = i > start && this[i].Start > this[i - 1].End || (i > start && this[i - 1].Kind == ElixirTokenKind.Newline);
            var inside = i > start && (LastOf(i - 1).Kind == ElixirTokenKind.Open || this[i].Kind == ElixirTokenKind.Close) && BreaksLine(i);
            result.Append(gap && !inside && result.Length > 0 ? " " : "").Append(Of(i));
        }

        return result.ToString();
    }

    private ElixirToken LastOf(int index) => this[index].Kind == ElixirTokenKind.Newline && index > 0 ? this[index - 1] : this[index];

    private bool BreaksLine(int index) => this[index - 1].Kind == ElixirTokenKind.Newline;

    private bool IsMember(int index) => index > 0 && Is(index - 1, ElixirTokenKind.Operator, ".") && this[index - 1].End == this[index].Start;

    /// <summary>Whether the statement goes on after this end of line.</summary>
    public bool GoesOn(int newline)
    {
        if (Is(newline, ElixirTokenKind.Newline, ";"))
        {
            return false;
        }

        var before = this[Math.Max(0, newline - 1)].Kind;
        return before is ElixirTokenKind.Operator or ElixirTokenKind.Comma
            || (before == ElixirTokenKind.Name && Of(newline - 1) is "when" or "and" or "or" or "in" or "not")
            || (this[newline + 1].Kind == ElixirTokenKind.Operator && Leading.GetAlternateLookup<ReadOnlySpan<char>>().Contains(Of(newline + 1)))
            || (this[newline + 1].Kind == ElixirTokenKind.Name && Of(newline + 1) is "when" or "and" or "or" or "in" or "do");
    }
}
