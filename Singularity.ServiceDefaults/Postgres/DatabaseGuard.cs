using Microsoft.Extensions.Logging;
using Npgsql;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.ServiceDefaults.Postgres;

/// <summary>Answers 503 for a use case whose database is away or not set up yet; it works again by itself as soon as PostgreSQL does.</summary>
public sealed class DatabaseGuard(MigrationState schema, ILogger<DatabaseGuard> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>The handler, for a micro-service's endpoint.</summary>
    public Func<TRequest, CancellationToken, Task<ServiceReply<TReply>>> Around<TRequest, TReply>(
        Func<TRequest, CancellationToken, Task<ServiceReply<TReply>>> handler) =>
        (request, cancellationToken) => RunAsync(handler, request, cancellationToken);

    /// <summary>What the handler says, or 503.</summary>
    public async Task<ServiceReply<TReply>> RunAsync<TRequest, TReply>(
        Func<TRequest, CancellationToken, Task<ServiceReply<TReply>>> handler, TRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (!schema.IsDone)
        {
            return Unavailable<TReply>();
        }

        try
        {
            return await handler(request, cancellationToken);
        }
        catch (NpgsqlException exception) when (exception is not PostgresException { IsTransient: false })
        {
            DatabaseLog.Away(logger, exception);
            return Unavailable<TReply>();
        }
    }

    private static ServiceReply<T>.Failed Unavailable<T>() => new(
        ErrorCodes.Unavailable, "The service's database is not ready; it answers as soon as PostgreSQL does. Its log says what is missing.", RetryAfter);
}

internal static partial class DatabaseLog
{
    [LoggerMessage(305, LogLevel.Warning, "The database did not answer a request.")]
    public static partial void Away(ILogger logger, Exception exception);
}
