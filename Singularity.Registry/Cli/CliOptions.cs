using System.CommandLine;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Cli;

/// <summary>Arguments and options that several verbs have.</summary>
internal static class CliOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Write the answer as JSON." };

    public static Option<int> Limit(int standard) => new("--limit") { Description = "How many to show.", DefaultValueFactory = _ => standard };

    public static Option<string?> EcosystemName() => new("--ecosystem") { Description = "npm, cargo, hex, nuget or pypi." };

    public static Argument<string[]> Package() => new("package")
    {
        Description = "npm:express, @scope/name@1.2.3, cargo tokio or a package URL.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Reads the package argument; writes what is wrong with it to <paramref name="error"/>.</summary>
    public static PackageSpec? ReadPackage(string[] words, TextWriter error)
    {
        var spec = PackageSpec.Parse(string.Join(' ', words), out var problem);
        if (spec is null)
        {
            error.WriteLine(problem);
        }

        return spec;
    }

    /// <summary>Reads the ecosystem option; false when it names none.</summary>
    public static bool TryReadEcosystem(string? text, TextWriter error, out Ecosystem? ecosystem)
    {
        ecosystem = null;
        if (text is null)
        {
            return true;
        }

        if (Ecosystems.TryParse(text, out var known))
        {
            ecosystem = known;
            return true;
        }

        error.WriteLine($"'{PackageName.Display(text)}' is not an ecosystem; use npm, cargo, hex, nuget or pypi.");
        return false;
    }
}
