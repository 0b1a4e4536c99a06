using Singularity.Registry.Toml;

namespace Singularity.Registry.Upstreams.Cargo;

/// <summary>cargo's configuration files laid over each other, and the environment over them.</summary>
/// <param name="files">The one that wins first.</param>
internal sealed class CargoSettings(IReadOnlyList<TomlTable> files, CargoEnvironment environment)
{
    /// <summary>A text of a table such as <c>source.crates-io</c>.</summary>
    public string? Text(string table, string name, string key)
    {
        foreach (var file in files)
        {
            if (file.Table(table, name)?.Text(key) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>The index of a registry declared under <c>[registries]</c> or in the environment.</summary>
    public string? IndexOf(string registry) => environment.Variable($"CARGO_REGISTRIES_{registry}_INDEX") ?? Text("registries", registry, "index");

    public string? TokenOf(string registry) => environment.Variable($"CARGO_REGISTRIES_{registry}_TOKEN") ?? Text("registries", registry, "token");

    /// <summary>The token of the registry that has this index; several names may have it.</summary>
    public string? TokenFor(Uri index) => files
        .SelectMany(static file => file.Table("registries")?.Keys ?? [])
        .Concat(environment.Variables.Keys.Select(RegistryOfVariable).OfType<string>())
        .Distinct(StringComparer.Ordinal)
        .Where(name => IndexOf(name) is { } text && CargoRegistry.TryParseIndex(text, out var url) && url == index)
        .Select(TokenOf)
        .FirstOrDefault(static token => token is not null);

    private static string? RegistryOfVariable(string variable) =>
        variable.StartsWith("CARGO_REGISTRIES_", StringComparison.OrdinalIgnoreCase) && variable.EndsWith("_INDEX", StringComparison.OrdinalIgnoreCase)
            && variable.Length > "CARGO_REGISTRIES_".Length + "_INDEX".Length
            ? variable["CARGO_REGISTRIES_".Length..^"_INDEX".Length]
            : null;
}
