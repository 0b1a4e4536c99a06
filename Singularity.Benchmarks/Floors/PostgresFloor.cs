using System.Text;
using Npgsql;

namespace Singularity.Benchmarks.Floors;

/// <summary>A bare select of the same row by the key under which it is stored.</summary>
internal static class PostgresFloor
{
    public const string Kind = "postgres";

    /// <param name="setting">A connection string, in base64, and the name of an npm package, with a blank between.</param>
    public static Floor Create(string setting)
    {
        var (address, name) = setting.Split(' ') is [var one, var other] ? (one, other) : throw new ArgumentException("An address and a name are needed.", nameof(setting));
        var source = NpgsqlDataSource.Create(Encoding.UTF8.GetString(Convert.FromBase64String(address)));
        return new Floor(_ => SelectAsync(source, name), source);
    }

    private static async ValueTask<ReadOnlyMemory<byte>> SelectAsync(NpgsqlDataSource source, string name)
    {
        await using var command = source.CreateCommand(
            """
            SELECT v.record::text FROM packages p JOIN package_versions v ON v.package_id = p.id AND v.version = p.head_version
            WHERE p.ecosystem = 'npm' AND p.name = $1
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return Encoding.UTF8.GetBytes((string)(await command.ExecuteScalarAsync())!);
    }
}
