using Npgsql;
using Singularity.CentralCloud.Instances;
using Singularity.Contracts.CentralCloud;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.CentralCloud.Stats;

/// <summary>centralcloud.stats: counted when asked, in one statement, so that the counts are of one moment.</summary>
internal sealed class ReadStats(NpgsqlDataSource source, OwnIdOnly own, TimeProvider time)
{
    private static readonly string Version = typeof(ReadStats).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private readonly long _started = time.GetTimestamp();

    public async Task<ServiceReply<CentralCloudStats>> HandleAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            SELECT (SELECT count(*) FROM instances), (SELECT count(*) FROM observations), (SELECT count(*) FROM patterns WHERE state = 'live'),
                (SELECT count(*) FROM patterns WHERE state = 'retracted'), (SELECT count(*) FROM promotions WHERE demoted_at IS NULL), (SELECT count(*) FROM parked)
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new CentralCloudStats(
            Version, (long)time.GetElapsedTime(_started).TotalMilliseconds, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3),
            reader.GetInt64(4), reader.GetInt64(5), own.Refused);
    }
}
