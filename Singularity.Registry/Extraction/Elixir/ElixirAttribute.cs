namespace Singularity.Registry.Extraction.Elixir;

/// <summary>What module attributes say about a module or about what follows them.</summary>
internal static class ElixirAttribute
{
    /// <param name="name">The index of the attribute's name.</param>
    /// <param name="end">The index after the statement.</param>
    public static void Read(ElixirSource source, int name, int end, ElixirModule module)
    {
        var line = source.LineOf(source[name].Start);
        switch (source.Of(name))
        {
            case "moduledoc" when IsStated(source, name, out var doc):
                module.Describe(doc);
                break;
            case "doc" when IsStated(source, name, out var doc):
                module.ExpectDoc(doc);
                break;
            case "typedoc" when IsStated(source, name, out var doc):
                module.ExpectTypeDoc(doc);
                break;
            case "deprecated" when source[name + 1].Kind == ElixirTokenKind.Text:
                module.ExpectDeprecated(ElixirText.Read(source.Of(name + 1)).Value);
                break;
            case "impl" when source.Of(name + 1) is not "false":
                module.ExpectImplementation();
                break;
            case "spec" when ElixirHead.Read(source, name, name + 1, end, out _) is { } head:
                module.AddSpec(head.Name, head.Arity, source.Join(name - 1, end), line);
                break;
            case "callback" or "macrocallback" when ElixirHead.Read(source, name, name + 1, end, out _) is { } head:
                module.Add($"{module.Name}.{head.Name}/{head.Arity}", source.Join(name - 1, end), line);
                break;
            case "type" when ElixirHead.Read(source, name, name + 1, end, out _) is { } head:
                module.AddType($"{module.Name}.{head.Name}/{head.Arity}", source.Join(name - 1, end), line);
                break;
            case "opaque" when ElixirHead.Read(source, name, name + 1, end, out var after) is { } head:
                module.AddType($"{module.Name}.{head.Name}/{head.Arity}", source.Join(name - 1, after), line);
                break;
            case "typep":
                module.Forget();
                break;
        }
    }

    /// <summary>Whether the attribute has a text, or <c>false</c>, which hides (null); not so for facts such as <c>since: "1.2.0"</c>.</summary>
    private static bool IsStated(ElixirSource source, int name, out ElixirDoc? doc)
    {
        // @doc("text") is the same as @doc "text".
        var value = source.Is(name + 1, ElixirTokenKind.Open, "(") ? name + 2 : name + 1;
        doc = null;
        if (source[value].Kind != ElixirTokenKind.Text)
        {
            return source.Is(value, ElixirTokenKind.Name, "false");
        }

        var (text, line) = ElixirText.Read(source.Of(value));
        doc = new ElixirDoc(text, source.LineOf(source[value].Start) + line);
        return true;
    }
}
