using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Npgsql;
using Singularity.Api.Knowledge.Forwarding;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Messaging;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Nats;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.Api.Knowledge.Presence;

/// <summary>
/// Says hello at the start and whenever the connection came back, and then at intervals that this instance is there and how much it has yet to send; at once when a query
/// was not answered, so that no other waits for one that is away. While nobody answers it tries more often at first, since what waits for CentralCloud waits for this.
/// </summary>
internal sealed class InstancePresence(
    INatsConnection connection,
    NatsRequester requester,
    Subjects subjects,
    InstanceCard card,
    Outbox outbox,
    ForwardState forwarding,
    SendAgain again,
    CentralPresence presence,
    MigrationState schema,
    IOptions<SharingOptions> options,
    ILogger<InstancePresence> logger) : BackgroundService
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private bool _isConnectedAnew;
    private string? _said;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        connection.ConnectionOpened += OnOpenedAsync;
        connection.ConnectionDisconnected += OnDisconnectedAsync;
        try
        {
            await schema.WaitAsync(stoppingToken);
            await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            connection.ConnectionOpened -= OnOpenedAsync;
            connection.ConnectionDisconnected -= OnDisconnectedAsync;
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var retry = new Backoff(FirstRetry, options.Value.Heartbeat);
        var isKnown = false;
        while (true)
        {
            var reply = await TellAsync(isKnown, cancellationToken);
            if (reply is ServiceReply<CentralInstance>.Failed { Code: ErrorCodes.NotFound } && isKnown)
            {
                isKnown = false;
                continue;
            }

            Judge(reply);
            isKnown = reply is ServiceReply<CentralInstance>.Ok;
            if (isKnown)
            {
                retry.Reset();
            }

            await presence.Doubts.WaitAsync(isKnown ? options.Value.Heartbeat : retry.Next(), cancellationToken);
            isKnown &= !Interlocked.Exchange(ref _isConnectedAnew, false);
        }
    }

    private async Task<ServiceReply<CentralInstance>> TellAsync(bool isKnown, CancellationToken cancellationToken)
    {
        try
        {
            var hello = await card.ReadAsync(cancellationToken);
            var reply = isKnown
                ? await BeatAsync(hello, cancellationToken)
                : await requester.RequestAsync<InstanceHello, CentralInstance>(subjects.InstanceHello, hello, options.Value.CentralTimeout, cancellationToken);
            if (reply is ServiceReply<CentralInstance>.Ok(var instance))
            {
                await again.NoteAsync(instance.Authority, cancellationToken);
            }

            return reply;
        }
        catch (NpgsqlException exception)
        {
            return new ServiceReply<CentralInstance>.Failed(ErrorCodes.Unavailable, $"This instance's database does not answer: {exception.Message}");
        }
    }

    private async Task<ServiceReply<CentralInstance>> BeatAsync(InstanceHello hello, CancellationToken cancellationToken)
    {
        var backlog = await outbox.ReadBacklogAsync(cancellationToken);
        forwarding.Count(backlog);
        return await requester.RequestAsync<InstanceHeartbeat, CentralInstance>(
            subjects.InstanceHeartbeat, new InstanceHeartbeat(hello.InstanceId, hello.Machine, backlog.Count, backlog.Oldest), options.Value.CentralTimeout, cancellationToken);
    }

    private void Judge(ServiceReply<CentralInstance> reply)
    {
        switch (reply)
        {
            case ServiceReply<CentralInstance>.Ok(var instance):
                presence.Greeted(instance);
                if (Changed(instance.Conflict ?? "") && instance.Conflict is { } conflict)
                {
                    PresenceLog.Conflict(logger, conflict);
                }

                break;
            case ServiceReply<CentralInstance>.Failed failed:
                presence.Away(failed.Message);
                if (failed.Code is not (ErrorCodes.Unavailable or ErrorCodes.UpstreamTimeout) && Changed(failed.Message))
                {
                    PresenceLog.Refused(logger, failed.Message);
                }

                break;
        }
    }

    // Once per change: the same is heard with every heartbeat.
    private bool Changed(string text)
    {
        var isNew = text != _said;
        _said = text;
        return isNew;
    }

    private ValueTask OnOpenedAsync(object? sender, NatsEventArgs args)
    {
        Interlocked.Exchange(ref _isConnectedAnew, true);
        presence.Doubts.Set();
        return ValueTask.CompletedTask;
    }

    private ValueTask OnDisconnectedAsync(object? sender, NatsEventArgs args)
    {
        presence.Disconnected();
        return ValueTask.CompletedTask;
    }
}

internal static partial class PresenceLog
{
    [LoggerMessage(1110, LogLevel.Error, "CentralCloud reports of this instance: {Conflict}")]
    public static partial void Conflict(ILogger logger, string conflict);

    [LoggerMessage(1111, LogLevel.Warning, "CentralCloud refuses what this instance says of itself: {Problem}")]
    public static partial void Refused(ILogger logger, string problem);
}
