using System.Runtime.InteropServices;

namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>A token of TypeScript or JavaScript. Small, since a file may have a million.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ScriptToken
{
    /// <summary>A name or keyword.</summary>
    public const char Word = 'a';

    public const char Number = 'n';

    public const char Text = 's';

    /// <summary>A whole template literal, its expressions included.</summary>
    public const char Template = 't';

    public const char Regex = 'r';

    /// <summary><c>=&gt;</c>, which must not count as a closing angle bracket.</summary>
    public const char Arrow = 'A';

    /// <summary><c>==</c> and <c>===</c>, which must not count as an assignment.</summary>
    public const char Equality = 'E';

    public int Start;

    public int End;

    /// <summary>Of a bracket, the index of its partner; -1 for what has none.</summary>
    public int Partner;

    /// <summary>The documentation comment right before it, an index into <see cref="ScriptSource.Docs"/>, or -1.</summary>
    public int Doc;

    /// <summary>One of the constants, or the character itself for punctuation.</summary>
    public char Kind;

    public bool AfterNewLine;
}
