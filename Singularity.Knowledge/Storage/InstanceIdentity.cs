using Microsoft.Extensions.Options;
using Npgsql;
using Singularity.Knowledge.Ids;

namespace Singularity.Knowledge.Storage;

/// <summary>
/// The id of the instance whose database this is: <see cref="KnowledgeOptions.InstanceId"/>, else one that is made up at the first start and kept. It stands in the
/// database, since the outbox does: whatever process writes there observes as the same instance.
/// </summary>
public sealed class InstanceIdentity(NpgsqlDataSource source, UlidFactory ids, IOptions<KnowledgeOptions> options)
{
    private string? _id;

    public async ValueTask<string> ReadAsync(CancellationToken cancellationToken) => _id ??= await ReadStoredAsync(cancellationToken);

    // Two processes may start at once: whoever comes second reads what the first wrote.
    private async Task<string> ReadStoredAsync(CancellationToken cancellationToken)
    {
        var configured = options.Value.InstanceId;
        await using var command = source.CreateCommand(
            """
            WITH own AS (
                INSERT INTO instance AS known (id) VALUES ($1)
                ON CONFLICT (is_the_only) DO UPDATE SET id = CASE WHEN $2 THEN excluded.id ELSE known.id END RETURNING id),
            noted AS (INSERT INTO instance_ids (id) SELECT id FROM own ON CONFLICT DO NOTHING)
            SELECT id FROM own
            """).With(configured ?? ids.Next().ToString()).With(configured is not null);
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
