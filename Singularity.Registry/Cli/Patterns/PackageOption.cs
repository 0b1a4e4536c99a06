using Singularity.Contracts.Identity;
using Singularity.Contracts.Knowledge;

namespace Singularity.Registry.Cli.Patterns;

/// <summary>Reads <c>--package "pkg:hex/ecto@>=3.11"</c> and the symbols that belong to it.</summary>
internal static class PackageOption
{
    /// <summary>Null when none was given, and with a problem for people when one cannot be read.</summary>
    public static IReadOnlyList<PackageReference>? Read(string[] packages, string[] symbols, out string? problem)
    {
        problem = symbols.Length > 0 && packages.Length != 1
            ? "--symbol belongs to one --package; with several packages use --json-file."
            : null;
        if (problem is not null || packages.Length == 0)
        {
            return null;
        }

        var references = new List<PackageReference>();
        foreach (var text in packages)
        {
            if (PackageSpec.Parse(text, out problem) is not { } spec)
            {
                return null;
            }

            references.Add(new PackageReference { Purl = spec.Purl, Range = spec.Version, Symbols = symbols });
        }

        return references;
    }
}
