namespace Singularity.Registry.Extraction.Rust;

/// <summary>What stands before an item: documentation and attributes.</summary>
internal sealed class RustAttributes
{
    public List<RustDocLine> Doc { get; } = [];

    /// <summary>Whether it is left out of documentation: hidden, or compiled for tests only.</summary>
    public bool IsHidden { get; private set; }

    public bool IsMacroExport { get; private set; }

    /// <summary>The file of a module, relative to the folder of the file that declares it.</summary>
    public string? Path { get; private set; }

    /// <summary>What a procedural macro is written as, and its name.</summary>
    public (string Name, string Signature)? ProceduralMacro { get; private set; }

    private bool _isFunctionMacro;
    private bool _isAttributeMacro;

    /// <summary>Reads all that stand here.</summary>
    /// <returns>The index of the item's own first token.</returns>
    public int Read(RustSource source, int index, int end)
    {
        while (index < end)
        {
            if (source[index].Kind == RustTokenKind.OuterDoc)
            {
                RustDocs.Append(Doc, source.Text(index), source[index].Line);
                index++;
            }
            else if (source.Is(index, "#") && source.Is(index + 1, "["))
            {
                ReadOne(source, index + 2, Math.Min(source[index + 1].Match, end));
                index = source.Next(index + 1);
            }
            else
            {
                break;
            }
        }

        return index;
    }

    /// <summary>The macro that a function with these attributes defines; null for an ordinary function.</summary>
    public (string Name, string Signature)? MacroOf(string function) =>
        ProceduralMacro
        ?? (_isFunctionMacro ? (function, $"{function}!() {{ /* proc-macro */ }}") : _isAttributeMacro ? (function, $"#[{function}]") : null);

    private void ReadOne(RustSource source, int index, int end)
    {
        switch (source.Text(index))
        {
            case "doc" when source.Is(index + 1, "=") && index + 2 < end && source[index + 2].Kind == RustTokenKind.Literal:
                RustDocs.AppendLiteral(Doc, source.Text(index + 2), source[index + 2].Line);
                break;
            case "doc" when source.Is(index + 1, "("):
                for (var i = index + 2; i < end; i++)
                {
                    IsHidden |= source.Is(i, "hidden");
                }

                break;
            case "cfg" when source.Is(index + 1, "("):
                IsHidden |= source.Is(index + 2, "test") || (source.Is(index + 2, "all") && source.Is(index + 4, "test"));
                break;
            case "test" or "bench" when index + 1 == end:
                IsHidden = true;
                break;
            case "macro_export":
                IsMacroExport = true;
                break;
            case "path" when source.Is(index + 1, "=") && source.Text(index + 2) is ['"', .. var quoted, '"']:
                Path = quoted.ToString();
                break;
            case "proc_macro" when index + 1 == end:
                _isFunctionMacro = true;
                break;
            case "proc_macro_attribute":
                _isAttributeMacro = true;
                break;
            case "proc_macro_derive" when source.IsWord(index + 2):
                ProceduralMacro = (source.Word(index + 2), $"#[derive({source.Word(index + 2)})]");
                break;
            default:
                // Says nothing about the API.
                break;
        }
    }
}
