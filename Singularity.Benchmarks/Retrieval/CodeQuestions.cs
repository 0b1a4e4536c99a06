using System.Globalization;
using Singularity.Registry.Search.Index;

namespace Singularity.Benchmarks.Retrieval;

/// <summary>Questions as people type them, and the Python function that answers each. A function is read as a snippet is: name, lead, code.</summary>
internal static class CodeQuestions
{
    private static readonly string[] Quotes = ["\"\"\"", "'''"];

    public static RetrievalSet Read(string folder)
    {
        var functions = RetrievalData.Objects(RetrievalData.Functions(folder)).Select(static function =>
        {
            var code = function.GetProperty("code").GetString()!;
            return new IndexDocument(Id(function), Name(code), Lead(code), Body: code);
        });
        var questions = RetrievalData.Objects(RetrievalData.CodeQuestions(folder))
            .Select(static question => new RetrievalQuestion(question.GetProperty("query").GetString()!, Id(question), IsFar: false));
        return new RetrievalSet("cosqa", [.. functions], [.. questions]);
    }

    private static string Id(System.Text.Json.JsonElement line) => line.GetProperty("id").GetInt32().ToString(CultureInfo.InvariantCulture);

    private static string Name(string code)
    {
        var start = code.IndexOf("def ", StringComparison.Ordinal);
        var end = start < 0 ? -1 : code.IndexOf('(', start);
        return end < 0 ? "" : code[(start + 4)..end].Trim();
    }

    /// <summary>The first paragraph of the docstring.</summary>
    private static string Lead(string code)
    {
        foreach (var quote in Quotes)
        {
            var start = code.IndexOf(quote, StringComparison.Ordinal);
            var end = start < 0 ? -1 : code.IndexOf(quote, start + quote.Length, StringComparison.Ordinal);
            if (end >= 0)
            {
                var text = code[(start + quote.Length)..end].Trim();
                var paragraph = text.IndexOf("\n\n", StringComparison.Ordinal);
                return paragraph < 0 ? text : text[..paragraph];
            }
        }

        return "";
    }
}
