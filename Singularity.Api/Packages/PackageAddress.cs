using System.Diagnostics.CodeAnalysis;
using Singularity.Api.Problems;
using Singularity.Contracts.Identity;

namespace Singularity.Api.Packages;

/// <summary>Reads ecosystem, name and version of a request.</summary>
internal static class PackageAddress
{
    public static bool TryRead(
        string ecosystem,
        string name,
        string? version,
        [NotNullWhen(true)] out PackageSpec? spec,
        [NotNullWhen(false)] out RetryableProblem? problem)
    {
        spec = null;
        if (!TryReadEcosystem(ecosystem, out var known, out problem))
        {
            return false;
        }

        // Routing decodes everything but the slash.
        spec = PackageSpec.Create(known, name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), version, out var reason);
        problem = spec is null ? ServiceProblems.BadRequest(reason ?? "The package is not named properly.") : null;
        return spec is not null;
    }

    public static bool TryReadEcosystem(string text, out Ecosystem ecosystem, [NotNullWhen(false)] out RetryableProblem? problem)
    {
        var known = Ecosystems.TryParse(text, out ecosystem);
        problem = known
            ? null
            : ServiceProblems.BadRequest(
                $"'{PackageName.Display(text)}' is not an ecosystem; use {string.Join(", ", Ecosystems.All.Select(one => one.PurlType()))}.");
        return known;
    }
}
