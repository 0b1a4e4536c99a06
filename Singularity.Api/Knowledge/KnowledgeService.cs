using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Singularity.Api.Knowledge.Learning;
using Singularity.Api.Knowledge.Recalling;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.Api.Knowledge;

/// <summary>The micro-service <c>knowledge</c>. It answers 503 while its database is away or not set up yet, and comes back by itself.</summary>
internal sealed class KnowledgeService(
    INatsConnection connection,
    Subjects subjects,
    DatabaseGuard guard,
    TeachPattern teach,
    RecallPatterns recall,
    RatePattern rate,
    WithdrawPattern withdraw,
    FindPattern find,
    ListKnownPatterns list,
    IOptions<ServiceOptions> options,
    ILogger<KnowledgeService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var service = await ServiceEndpoints.StartAsync(
                connection, Subjects.KnowledgeService, typeof(KnowledgeService).Assembly, options.Value, logger, stoppingToken);
            await service.AddAsync("learn", subjects.Learn, guard.Around<Learn, PatternLearned>(teach.HandleAsync));
            await service.AddAsync("query", subjects.QueryKnowledge, guard.Around<Recall, RecallAnswer>(recall.HandleAsync));
            await service.AddAsync("feedback", subjects.Feedback, guard.Around<GiveFeedback, KnownPattern>(rate.HandleAsync));
            await service.AddAsync("retract", subjects.Retract, guard.Around<Retract, PatternsRetracted>(withdraw.HandleAsync));
            await service.AddAsync("get", subjects.GetPattern, guard.Around<GetPattern, KnownPattern>(find.HandleAsync));
            await service.AddAsync("list", subjects.ListPatterns, guard.Around<ListPatterns, PatternPage>(list.HandleAsync));
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }
}
