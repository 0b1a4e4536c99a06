using System.Buffers;

namespace Singularity.CentralCloud.Instances;

/// <summary>An id is one token of a NATS subject, since an instance publishes under it.</summary>
internal static class InstanceId
{
    private const int MaxLength = 64;
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Null when the id is fine. A field that the message lacks reads as null, whatever its type says.</summary>
    public static string? Problem(string? id, string field = "instanceId") => id is { Length: > 0 and <= MaxLength } && !id.AsSpan().ContainsAnyExcept(Allowed)
        ? null
        : $"{field} is 1 to {MaxLength} of A-Z a-z 0-9 - _.";

    /// <summary>Null when the text is fine: PostgreSQL stores no NUL, and nobody wants a novel.</summary>
    public static string? TextProblem(string field, string? text, int longest) => text is { Length: > 0 } && text.Length <= longest && !text.Any(char.IsControl)
        ? null
        : $"{field} is 1 to {longest} characters without control characters.";
}
