using Singularity.Contracts.Identity;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Search;

namespace Singularity.Registry.Versions;

/// <summary>
/// Ranges as patterns state them: in vers, or in the ecosystem's own syntax, where prereleases are in only if the range names one, as the ecosystem's client has it.
/// Hex wants all three numbers of a version; <c>&gt;= 3.11</c> and <c>&lt; 4</c> can mean only one thing and are taken all the same.
/// </summary>
internal sealed class VersionRanges : IVersionRanges
{
    public bool? Contains(Ecosystem ecosystem, string range, string version)
    {
        if (range.Length > KnowledgeLimits.Range || version.Length > PackageSpec.MaxVersionLength || string.IsNullOrWhiteSpace(range)
            || VersionRulesSet.Find(ecosystem) is not { } rules)
        {
            return null;
        }

        range = range.Trim();
        return VersRange.IsOne(range)
            ? VersRange.TryParse(range, rules, out var vers) ? rules.IsVersion(version) && vers.Contains(version) : null
            : rules.Satisfies(version, range) ?? (ecosystem is Ecosystem.Hex ? rules.Satisfies(version, Completed(range)) : null);
    }

    // "~>" leaves numbers out itself and is taken above. What ">", "<=" and "==" mean by a shorter version is anyone's guess, and stays unread.
    private static string Completed(string requirement)
    {
        var words = requirement.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            var (name, version) = words[i] is ">=" or "<" && i + 1 < words.Length ? (words[i], words[++i])
                : words[i].StartsWith(">=", StringComparison.Ordinal) ? (">=", words[i][2..])
                : words[i].StartsWith('<') && !words[i].StartsWith("<=", StringComparison.Ordinal) ? ("<", words[i][1..])
                : ("", "");
            if (name.Length > 0)
            {
                words[i] = words[i].Length == version.Length ? PartialVersion.Complete(version) : name + PartialVersion.Complete(version);
            }
        }

        return string.Join(' ', words);
    }
}
