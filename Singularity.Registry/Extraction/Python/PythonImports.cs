namespace Singularity.Registry.Extraction.Python;

/// <summary>Reads what a module takes from others and what it says it offers.</summary>
internal static class PythonImports
{
    private const int MaxNames = 10_000;

    /// <summary><c>from .a.b import c as d, e</c>.</summary>
    public static void Read(PythonModule module, ReadOnlySpan<char> statement)
    {
        if (PythonText.OneLine(statement["from".Length..], isList: true) is not { } line || line.IndexOf(" import", StringComparison.Ordinal) is not (var split and > 0))
        {
            return;
        }

        if (Absolute(module, line.AsSpan(0, split).Trim()) is not { } source)
        {
            return;
        }

        foreach (var part in line[(split + " import".Length)..].Trim(' ', '(', ')').Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (module.Imports.Count < MaxNames && words is [_] or [_, "as", _])
            {
                module.Imports.Add(new PythonImport(source, words[0], words[^1]));
            }
        }
    }

    /// <summary>An assignment, addition or call on <c>__all__</c>: its string literals are the names.</summary>
    public static void ReadAll(PythonModule module, ReadOnlySpan<char> operation)
    {
        if (operation is ['=', '=', ..] or [])
        {
            return;
        }

        module.All ??= [];
        var isCall = operation[0] == '.';
        for (var i = isCall ? Math.Max(0, operation.IndexOf('(')) : 0; i < operation.Length; i++)
        {
            var c = operation[i];
            if (c is '"' or '\'')
            {
                var end = PythonText.AfterString(operation, i);
                if (end - i > 2 && module.All.Count < MaxNames && PythonText.Name(operation[(i + 1)..]) is { Length: > 0 } name)
                {
                    module.All.Add(name.ToString());
                }

                i = end - 1;
            }
            else if (c == '#')
            {
                var end = operation[i..].IndexOf('\n');
                i = end < 0 ? operation.Length : i + end;
            }
            else if (PythonText.IsNameStart(c) && !(i + 1 < operation.Length && operation[i + 1] is '"' or '\''))
            {
                // Computed in part: the underscore decides on the rest.
                module.AllIsComplete = false;
            }
        }
    }

    /// <summary>Null when the dots climb above the top.</summary>
    private static string? Absolute(PythonModule module, ReadOnlySpan<char> source)
    {
        var name = source.TrimStart('.');
        var dots = source.Length - name.Length;
        if (dots == 0)
        {
            return name.ToString();
        }

        var origin = module.Name.AsSpan();
        for (var up = module.IsPackage ? 1 : 0; up < dots; up++)
        {
            var dot = origin.LastIndexOf('.');
            if (origin.Length == 0)
            {
                return null;
            }

            origin = dot < 0 ? [] : origin[..dot];
        }

        return origin.Length == 0 ? null : name.Length == 0 ? origin.ToString() : $"{origin}.{name}";
    }
}
