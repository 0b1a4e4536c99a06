using Npgsql;
using Singularity.Registry.Storage.Postgres;

namespace Singularity.Tests.Registry.Storage;

/// <summary>The registry's tables, in a database of a test.</summary>
internal static class RegistryMigrations
{
    public static async Task ApplyAsync(NpgsqlDataSource source)
    {
        var assembly = typeof(PostgresStore).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(static n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            await using var command = source.CreateCommand(await reader.ReadToEndAsync());
            await command.ExecuteNonQueryAsync();
        }
    }
}
