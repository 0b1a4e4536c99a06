using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Singularity.CentralCloud.Instances;
using Singularity.CentralCloud.Parking;
using Singularity.CentralCloud.Query;
using Singularity.CentralCloud.Stats;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.CentralCloud.Messaging;

/// <summary>The micro-service <c>centralcloud</c>. It answers 503 while its database is away or not set up yet, and comes back by itself.</summary>
internal sealed class CentralCloudService(
    INatsConnection connection,
    Subjects subjects,
    DatabaseGuard guard,
    OwnIdOnly own,
    RegisterInstance register,
    NoteHeartbeat heartbeat,
    ListKnownInstances list,
    ReadStats stats,
    AnswerQuery query,
    AnswerSync sync,
    ListParkedMessages parked,
    RedriveParkedMessages redrive,
    IOptions<ServiceOptions> options,
    ILogger<CentralCloudService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var service = await ServiceEndpoints.StartAsync(
                connection, Subjects.CentralCloudService, typeof(CentralCloudService).Assembly, options.Value, logger, stoppingToken);
            await service.AddAsync(
                "hello", subjects.InstanceHello, own.Around(static hello => hello.InstanceId, Guard<InstanceHello, CentralInstance>(register.HandleAsync)));
            await service.AddAsync(
                "heartbeat", subjects.InstanceHeartbeat, own.Around(static beat => beat.InstanceId, Guard<InstanceHeartbeat, CentralInstance>(heartbeat.HandleAsync)));
            await service.AddAsync<ListInstances, InstancePage>("list", subjects.InstanceList, Guard<ListInstances, InstancePage>(list.HandleAsync));
            await service.AddAsync<PatternQuery, PatternAnswer>("query", subjects.CentralQuery, Guard<PatternQuery, PatternAnswer>(query.HandleAsync));
            await service.AddAsync<SyncObservations, ObservationPage>("sync", subjects.CentralSync, Guard<SyncObservations, ObservationPage>(sync.HandleAsync));
            await service.AddAsync<ListParked, ParkedPage>("parked", subjects.ParkedList, Guard<ListParked, ParkedPage>(parked.HandleAsync));
            await service.AddAsync<RedriveParked, RedriveReport>("redrive", subjects.ParkedRedrive, Guard<RedriveParked, RedriveReport>(redrive.HandleAsync));
            var readStats = Guard<bool, CentralCloudStats>((_, cancellationToken) => stats.HandleAsync(cancellationToken));
            await service.AddAsync<CentralCloudStats>("stats", subjects.CentralStats, cancellationToken => readStats(true, cancellationToken));
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private Func<TRequest, CancellationToken, Task<ServiceReply<TReply>>> Guard<TRequest, TReply>(
        Func<TRequest, CancellationToken, Task<ServiceReply<TReply>>> handler) => guard.Around(handler);
}
