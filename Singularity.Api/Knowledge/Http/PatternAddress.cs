using System.Diagnostics.CodeAnalysis;
using Singularity.Api.Problems;
using Singularity.Contracts.Knowledge;

namespace Singularity.Api.Knowledge.Http;

/// <summary>Reads what requests name patterns by.</summary>
internal static class PatternAddress
{
    public static bool TryRead(string text, string field, out Ulid id, [NotNullWhen(false)] out IResult? problem)
    {
        problem = Ulid.TryParse(text, out id) ? null : ServiceProblems.BadRequest($"{field} is 26 characters of Crockford's base 32, such as 01JD2Z5N8V3Y6T4R9Q7W0X1K2M.");
        return problem is null;
    }

    /// <summary>One of the names of an enumeration, in capitals or not; null for none. Numbers are no names.</summary>
    /// <returns>False for anything else.</returns>
    public static bool TryReadName<T>(string? text, out T? name)
        where T : struct, Enum
    {
        name = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        if (!char.IsAsciiLetter(text[0]) || !Enum.TryParse<T>(text, ignoreCase: true, out var known) || !Enum.IsDefined(known))
        {
            return false;
        }

        name = known;
        return true;
    }

    /// <summary>Null for an empty list.</summary>
    public static List<string>? Split(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } parts ? [.. parts] : null;
}
