namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Reads import and export statements.</summary>
internal sealed class ModuleClauses(ScriptSource source)
{
    /// <param name="at">Of the keyword import.</param>
    /// <returns>The index after the statement, or <paramref name="at"/> when it is none.</returns>
    public int Import(ScriptScope scope, int at)
    {
        var i = at + 1;
        if (source.Kind(i) is '(' or '.')
        {
            return at;
        }

        scope.IsModule = true;
        if (source.Kind(i) == ScriptToken.Text)
        {
            scope.References.Add(source.Literal(i));
            return i + 1;
        }

        i += source.Is(i, "type") && (source.Kind(i + 1) is '{' or '*' || (source.IsWord(i + 1) && !source.Is(i + 1, "from"))) ? 1 : 0;
        var names = new List<(string Local, string Name)>();
        if (source.IsWord(i))
        {
            if (source.Kind(i + 1) == '=')
            {
                return ImportAssignment(scope, i);
            }

            names.Add((source.Name(i), "default"));
            i += source.Kind(i + 1) == ',' ? 2 : 1;
        }

        if (source.Kind(i) == '*' && source.Is(i + 1, "as") && source.IsWord(i + 2))
        {
            names.Add((source.Name(i + 2), "*"));
            i += 3;
        }
        else if (source.Kind(i) == '{')
        {
            names.AddRange(Names(i).Select(static n => (n.After, n.Before)));
            i = source.After(i);
        }

        if (!source.Is(i, "from") || source.Kind(i + 1) != ScriptToken.Text)
        {
            return Math.Max(i, at + 1);
        }

        foreach (var (local, name) in names)
        {
            scope.Imports[local] = new ImportClause(name, source.Literal(i + 1));
        }

        return i + 2;
    }

    /// <param name="at">Of the keyword export.</param>
    /// <returns>The index after the statement, or <paramref name="at"/> when a declaration follows.</returns>
    public int Export(ScriptScope scope, int at)
    {
        scope.IsModule = true;
        var i = at + 1;
        i += source.Is(i, "type") && source.Kind(i + 1) is '{' or '*' ? 1 : 0;
        switch (source.Kind(i))
        {
            case '{':
                return ExportNames(scope, i);
            case '*':
                return ExportStar(scope, i);
            case '=' when source.IsWord(i + 1):
                scope.Exports.Add(new ExportClause(ExportKind.Assignment, "", source.Name(i + 1), null));
                return i + 2;
        }

        if (source.Is(i, "as") && source.Is(i + 1, "namespace"))
        {
            return i + 3;
        }

        if (source.Is(i, "default") && source.IsWord(i + 1) && (source.Kind(i + 2) == ';' || i + 2 >= source.Count || source.Tokens[i + 2].AfterNewLine)
            && !source.Is(i + 1, "class") && !source.Is(i + 1, "function"))
        {
            scope.Exports.Add(new ExportClause(ExportKind.Name, "default", source.Name(i + 1), null));
            return i + 2;
        }

        return at;
    }

    private int ExportNames(ScriptScope scope, int brace)
    {
        var i = source.After(brace);
        var from = source.Is(i, "from") && source.Kind(i + 1) == ScriptToken.Text ? source.Literal(i + 1) : null;
        foreach (var (before, after) in Names(brace))
        {
            scope.Exports.Add(new ExportClause(ExportKind.Name, after, before, from));
        }

        return from is null ? i : i + 2;
    }

    private int ExportStar(ScriptScope scope, int star)
    {
        var i = star + 1;
        string? name = null;
        if (source.Is(i, "as"))
        {
            name = source.Kind(i + 1) == ScriptToken.Text ? source.Literal(i + 1) : source.IsWord(i + 1) ? source.Name(i + 1) : null;
            i += 2;
        }

        if (!source.Is(i, "from") || source.Kind(i + 1) != ScriptToken.Text)
        {
            return i;
        }

        scope.Exports.Add(new ExportClause(name is null ? ExportKind.Star : ExportKind.Namespace, name ?? "", "*", source.Literal(i + 1)));
        return i + 2;
    }

    /// <summary><c>import x = require("y")</c>; other assignments alias names of namespaces and are left out.</summary>
    private int ImportAssignment(ScriptScope scope, int name)
    {
        if (source.Is(name + 2, "require") && source.Kind(name + 3) == '(' && source.Kind(name + 4) == ScriptToken.Text)
        {
            scope.Imports[source.Name(name)] = new ImportClause("=", source.Literal(name + 4));
            return source.After(name + 3);
        }

        return name + 2;
    }

    /// <summary>The names between braces, <c>a</c> or <c>a as b</c>, each with <c>type</c> before it or not.</summary>
    private IEnumerable<(string Before, string After)> Names(int brace)
    {
        var end = source.After(brace) - 1;
        for (var i = brace + 1; i < end; i++)
        {
            i += source.Is(i, "type") && source.IsWord(i + 1) && !source.Is(i + 1, "as") ? 1 : 0;
            if (!source.IsWord(i) && source.Kind(i) != ScriptToken.Text)
            {
                continue;
            }

            var before = NameAt(i);
            var renamed = source.Is(i + 1, "as") && i + 2 < end;
            yield return (before, renamed ? NameAt(i + 2) : before);
            i += renamed ? 2 : 0;
        }
    }

    private string NameAt(int index) => source.Kind(index) == ScriptToken.Text ? source.Literal(index) : source.Name(index);
}
