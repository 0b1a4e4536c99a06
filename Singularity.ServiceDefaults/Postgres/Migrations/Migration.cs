using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Singularity.ServiceDefaults.Postgres.Migrations;

/// <summary>One numbered SQL file.</summary>
/// <param name="Version">Its number, from 1.</param>
/// <param name="Name">What stands after the number.</param>
/// <param name="Sql">Run as one transaction.</param>
/// <param name="Checksum">SHA-256 of the text with line feeds, hexadecimal, so that a checkout's line ends do not matter.</param>
internal sealed record Migration(int Version, string Name, string Sql, string Checksum)
{
    public static Migration Create(int version, string name, string sql)
    {
        sql = sql.ReplaceLineEndings("\n");
        return new Migration(version, name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }

    public override string ToString() => $"{Version:D4}_{Name}";
}

/// <summary>All files of one database, or of one component that has tables of its own in it, in order.</summary>
/// <param name="Database">For messages.</param>
/// <param name="Migrations">Numbered from 1.</param>
/// <param name="Component">Small letters; the files of each component are numbered and recorded on their own. Null for the database's owner.</param>
/// <param name="Optional">
/// Numbers of the files that want an extension which a server may lack. Such a file is left out as long as it fails, and the files after it are applied.
/// </param>
internal sealed partial record MigrationSet(
    string Database, IReadOnlyList<Migration> Migrations, string? Component = null, IReadOnlyList<int>? Optional = null)
{
    /// <summary>The table that records which files were applied.</summary>
    public string History => Component is null ? "schema_migrations" : $"schema_migrations_{Component}";

    public static MigrationSet Load(string database, Assembly assembly, string prefix, string? component = null, IReadOnlyList<int>? optional = null)
    {
        if (component?.All(char.IsAsciiLetterLower) == false)
        {
            throw new ArgumentException("A component's name is made of small letters; it becomes part of a table's.", nameof(component));
        }

        var migrations = assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal) && resource.EndsWith(".sql", StringComparison.Ordinal))
            .Select(resource => Read(assembly, resource, resource[prefix.Length..].TrimStart('.')))
            .OrderBy(migration => migration.Version)
            .ToList();
        if (migrations.Count == 0 || migrations.Where((migration, index) => migration.Version != index + 1).Any())
        {
            throw new InvalidOperationException($"The SQL files under {prefix} of {assembly.GetName().Name} must be numbered from 0001 without gaps.");
        }

        return new MigrationSet(database, migrations, component, optional);
    }

    private static Migration Read(Assembly assembly, string resource, string file)
    {
        var match = FileName().Match(file);
        if (!match.Success)
        {
            throw new InvalidOperationException($"{resource}: a migration is named like 0001_what_it_does.sql.");
        }

        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return Migration.Create(int.Parse(match.Groups["version"].ValueSpan), match.Groups["name"].Value, reader.ReadToEnd());
    }

    [GeneratedRegex("^(?<version>[0-9]{4})_(?<name>[a-z0-9_]+)\\.sql$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FileName();
}
