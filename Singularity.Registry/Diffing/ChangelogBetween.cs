using Singularity.Contracts.Packages;
using Singularity.Registry.Versions;

namespace Singularity.Registry.Diffing;

/// <summary>The sections of a change log for the versions after one up to another.</summary>
internal static class ChangelogBetween
{
    /// <summary>Characters of all sections together.</summary>
    private const int MaxCharacters = 200 * 1024;

    public static (IReadOnlyList<ChangelogEntry> Entries, int LeftOut) Select(
        IReadOnlyList<Snippet> newer, IVersionRules rules, string from, string to)
    {
        var entries = new List<ChangelogEntry>();
        var (characters, leftOut) = (0, 0);
        foreach (var section in newer.Where(static s => s.Kind == SnippetKind.Changelog))
        {
            if (section.Symbol is not { } version || !rules.IsVersion(version) || rules.Compare(version, from) <= 0 || rules.Compare(version, to) > 0)
            {
                continue;
            }

            characters += section.Code.Length;
            if (characters > MaxCharacters)
            {
                leftOut++;
                continue;
            }

            entries.Add(new ChangelogEntry(version, section.Title, section.Code));
        }

        return (entries, leftOut);
    }
}
