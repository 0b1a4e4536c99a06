namespace Singularity.Registry.Extraction.Elixir;

/// <summary>Heads of functions, callbacks and types: <c>name(arguments)</c>.</summary>
internal static class ElixirHead
{
    /// <summary>The name at this index with its arguments; null for operators and names made by code.</summary>
    /// <param name="start">Where the code begins.</param>
    /// <param name="end">The index after the statement.</param>
    /// <param name="after">The index of the token after the arguments.</param>
    public static ElixirFunction? Read(ElixirSource source, int start, int name, int end, out int after)
    {
        after = name + 1;
        if (source[name].Kind != ElixirTokenKind.Name || source.Of(name) is "unquote" or "when" or "not" || source.Is(after, ElixirTokenKind.Operator, "."))
        {
            return null;
        }

        var text = source.Of(name).ToString();
        if (source[after].Kind != ElixirTokenKind.Open || source[after].Start != source[name].End)
        {
            // Arguments without brackets are not found in published code; an operator's left side may stand here.
            return source[after].Kind is ElixirTokenKind.Newline or ElixirTokenKind.Comma || source.Of(after) is "do" or "::" or "when"
                ? new ElixirFunction(text, 0, 0, 0, source.Join(start, after))
                : null;
        }

        after = source.AfterBrackets(name + 1, end);
        var (arity, defaults, named) = CountArguments(source, name + 2, after - 1);
        return new ElixirFunction(text, arity, defaults, named, source.Join(start, after));
    }

    private static (int Arity, int Defaults, int Named) CountArguments(ElixirSource source, int start, int end)
    {
        var (arity, defaults, named, depth, first) = (0, 0, 0, 0, start);
        for (var i = start; i < end; i++)
        {
            var kind = source[i].Kind;
            depth += kind == ElixirTokenKind.Open ? 1 : kind == ElixirTokenKind.Close ? -1 : 0;
            defaults += depth == 0 && source.Is(i, ElixirTokenKind.Operator, "\\\\") ? 1 : 0;
            if ((kind == ElixirTokenKind.Comma && depth == 0) || i == end - 1)
            {
                first = source[first].Kind == ElixirTokenKind.Newline ? first + 1 : first;
                var next = first + 1;
                // A comma before the closing bracket begins no further argument.
                arity += first < end && (i < end - 1 || kind != ElixirTokenKind.Newline || first < i) ? 1 : 0;
                named += source[first].Kind == ElixirTokenKind.Name && source.Of(first)[0] != '_'
                    && (next >= end || source[next].Kind is ElixirTokenKind.Comma or ElixirTokenKind.Newline || source.Of(next) is "\\\\") ? 1 : 0;
                first = i + 1;
            }
        }

        return (arity, Math.Min(defaults, arity), named);
    }
}
