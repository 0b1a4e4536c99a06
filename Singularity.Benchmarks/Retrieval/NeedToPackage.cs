using System.Globalization;
using Singularity.Registry.Search.Index;

namespace Singularity.Benchmarks.Retrieval;

/// <summary>Needs in people's words, and the package that answers each.</summary>
internal static class NeedToPackage
{
    private const double Far = 0.5;

    public static RetrievalSet Read(string folder)
    {
        var packages = RetrievalData.Lines(RetrievalData.Packages(folder)).Skip(1).Select(static line => line.Split('\t')).Select(static fields =>
            new IndexDocument(fields[0], fields[0], fields[3], Downloads: long.TryParse(fields[2], CultureInfo.InvariantCulture, out var downloads) ? downloads : 0)).ToList();
        var texts = packages.ToDictionary(static p => p.Id, static p => Words(p.Name + " " + p.Summary), StringComparer.Ordinal);
        var needs = RetrievalData.Objects(RetrievalData.Needs(folder)).Select(need =>
        {
            var (text, answer) = (need.GetProperty("query").GetString()!, need.GetProperty("package").GetString()!);
            var words = Words(text);
            return new RetrievalQuestion(text, answer, words.Count(texts[answer].Contains) < Far * words.Count);
        });
        return new RetrievalSet("need-to-package", packages, [.. needs]);
    }

    /// <summary>Lower-case runs of [a-z0-9], each once.</summary>
    private static HashSet<string> Words(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var start = 0;
        var lower = text.ToLowerInvariant();
        for (var i = 0; i <= lower.Length; i++)
        {
            if (i < lower.Length && (char.IsAsciiLetterLower(lower[i]) || char.IsAsciiDigit(lower[i])))
            {
                continue;
            }

            if (i > start)
            {
                words.Add(lower[start..i]);
            }

            start = i + 1;
        }

        return words;
    }
}
