using Singularity.Contracts.Knowledge;

namespace Singularity.Api.Knowledge.Recalling;

/// <summary>Whether a query can be asked.</summary>
internal static class RecallRule
{
    private const int MaxLimit = 100;

    /// <summary>Null when it is fine, else a sentence that names the field and its limit.</summary>
    public static string? Problem(Recall recall) =>
        string.IsNullOrWhiteSpace(recall.Query) ? "query is what to look for, in some words."
        : recall.Limit is < 1 or > MaxLimit ? $"limit is 1 to {MaxLimit}."
        : !Enum.IsDefined(recall.Mode) ? "mode is hybrid, local or central."
        : recall.Kinds?.All(static kind => kind.IsKnown) == false || recall.Kinds?.Count > PatternKind.All.Count
            ? $"kinds are some of {string.Join(", ", PatternKind.All)}, each once."
        : recall.Language is { } language && !IsLine(language, KnowledgeLimits.Language)
            ? $"language is 1 to {KnowledgeLimits.Language} characters without control characters."
        : recall.Tags?.Count > KnowledgeLimits.Tags ? $"tags has at most {KnowledgeLimits.Tags} entries."
        : recall.Tags?.All(static tag => IsLine(tag, KnowledgeLimits.Tag)) == false ? $"tags are 1 to {KnowledgeLimits.Tag} characters without control characters."
        : null;

    private static bool IsLine(string? text, int longest) => text is { Length: > 0 } && text.Length <= longest && !text.Any(char.IsControl);
}
