using System.Runtime.InteropServices;

namespace Singularity.Registry.Extraction.Elixir;

internal enum ElixirTokenKind : byte
{
    /// <summary>End of line or <c>;</c>.</summary>
    Newline,

    /// <summary>A lower-case name, with its <c>?</c> or <c>!</c>; keywords too.</summary>
    Name,

    /// <summary>A module's name with its dots.</summary>
    Alias,

    /// <summary><c>name:</c> of a keyword list.</summary>
    Key,

    /// <summary><c>:name</c>.</summary>
    Atom,

    /// <summary>A string, heredoc, charlist or sigil, with its delimiters.</summary>
    Text,

    /// <summary>A number or a character such as <c>?a</c>.</summary>
    Literal,

    Open,
    Close,
    Comma,
    Operator,
}

/// <summary>A piece of a source file.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ElixirToken(ElixirTokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;
}
