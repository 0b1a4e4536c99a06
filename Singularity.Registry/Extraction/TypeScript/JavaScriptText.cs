namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Writes a script's values as signatures.</summary>
internal static class JavaScriptText
{
    /// <summary>Characters of a value that is no function.</summary>
    private const int MaxValue = 160;

    public static string Of(ScriptSource source, JavaScriptTarget target, string symbol, ScriptDoc doc)
    {
        var value = target.Value;
        var isMember = symbol.Contains('.');
        if (target.Binding.IsGetter)
        {
            return $"get {symbol}{(doc.Returns ?? doc.Type) switch { { } type => ": " + type, _ => "" }}";
        }

        if (value.Kind == JavaScriptValueKind.Function)
        {
            return (isMember ? "" : "function ") + symbol + JavaScriptSignature.Parameters(Parameters(source, value), doc);
        }

        if (doc.Parameters.Count > 0 || doc.Returns is not null)
        {
            // Made by another function; what is documented is how to call it.
            return (isMember ? "" : "function ") + symbol + JavaScriptSignature.Parameters("", doc);
        }

        var start = source.Tokens[value.At].Start;
        var end = Math.Min(StatementEnd.Find(source, value.At, Math.Min(source.Count, value.At + MaxValue), atComma: true), source.Count);
        var text = end > value.At ? source.Text.AsSpan(start..source.Tokens[end - 1].End) : "";
        return $"{(isMember ? "" : "const ")}{symbol}{(doc.Type is { } known ? ": " + known : "")} = {SignatureText.OneLine(text, MaxValue)}";
    }

    private static ReadOnlySpan<char> Parameters(ScriptSource source, JavaScriptValue function)
    {
        if (function.Parameters < 0)
        {
            return "";
        }

        if (source.Kind(function.Parameters) != '(')
        {
            return source.Span(function.Parameters);
        }

        var close = source.After(function.Parameters) - 1;
        return source.Text.AsSpan(source.Tokens[function.Parameters].End..(close < source.Count ? source.Tokens[close].Start : source.Text.Length));
    }
}
