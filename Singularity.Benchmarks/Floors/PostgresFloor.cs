using System.Text;
using Npgsql;

namespace Singularity.Benchmarks.Floors;

/// <summary>A bare select of the same row by the key under which it is stored, prepared as the product's statements are.</summary>
internal static class PostgresFloor
{
    public const string Kind = "postgres";

    /// <param name="setting">A connection string, in base64, the name of an npm package and its version, with blanks between.</param>
    public static Floor Create(string setting)
    {
        var (address, name, version) = setting.Split(' ') is [var one, var two, var three]
            ? (one, two, three)
            : throw new ArgumentException("An address, a name and a version are needed.", nameof(setting));
        var connection = new NpgsqlConnectionStringBuilder(Encoding.UTF8.GetString(Convert.FromBase64String(address)))
        {
            MaxAutoPrepare = 4,
            AutoPrepareMinUsages = 2,
            MaxPoolSize = 20,
            NoResetOnClose = true,
        };
        var source = NpgsqlDataSource.Create(connection);
        return new Floor(_ => SelectAsync(source, name, version), source);
    }

    private static async ValueTask<ReadOnlyMemory<byte>> SelectAsync(NpgsqlDataSource source, string name, string version)
    {
        await using var command = source.CreateCommand(
            """
            SELECT v.record::text FROM packages p JOIN package_versions v ON v.package_id = p.id
            WHERE p.ecosystem = 'npm' AND p.name = $1 AND v.version = $2
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = version });
        return Encoding.UTF8.GetBytes((string)(await command.ExecuteScalarAsync())!);
    }
}
