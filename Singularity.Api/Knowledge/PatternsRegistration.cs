using Microsoft.Extensions.Options;
using Singularity.Api.Knowledge.Forwarding;
using Singularity.Api.Knowledge.Http;
using Singularity.Api.Knowledge.Learning;
using Singularity.Api.Knowledge.Presence;
using Singularity.Api.Knowledge.Recalling;
using Singularity.Api.Knowledge.Stats;
using Singularity.Api.Knowledge.Syncing;
using Singularity.Api.Knowledge.Upkeep;
using Singularity.Embeddings;
using Singularity.Knowledge;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.Api.Knowledge;

internal static class PatternsRegistration
{
    /// <summary>The connection string's name, and the database's in the AppHost.</summary>
    public const string Database = "singularity";

    /// <summary>Learned patterns, where a database is configured; without one the API serves packages alone.</summary>
    public static void AddPatterns(this IHostApplicationBuilder builder)
    {
        if (!HasDatabase(builder.Configuration))
        {
            return;
        }

        builder.AddSingularityPostgres(Database);
        builder.AddKnowledge(Database);
        var services = builder.Services;
        services.AddEmbeddings(builder.Configuration);
        services.AddSingleton<IValidateOptions<SharingOptions>, ValidateSharingOptions>();
        services.AddOptions<SharingOptions>().BindConfiguration(SharingOptions.Section).ValidateOnStart();
        services.AddSingleton<KnownPatterns>();
        services.AddLearning();
        services.AddRecalling();
        services.AddSharing();
        services.AddSingleton<ReadKnowledgeStats>();
        services.AddHostedService<KnowledgeService>();
    }

    public static void MapPatterns(this WebApplication app)
    {
        var patterns = app.MapGroup("/api/patterns").WithTags("Patterns");
        if (!HasDatabase(app.Configuration))
        {
            patterns.MapNoDatabase();
            return;
        }

        patterns.MapLearnPattern();
        patterns.MapRecallPatterns();
        patterns.MapListPatterns();
        patterns.MapKnowledgeStats();
        patterns.MapGetPattern();
        patterns.MapGiveFeedback();
        patterns.MapRetractPattern();
    }

    private static void AddLearning(this IServiceCollection services)
    {
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<ProposeMerges>();
        services.AddSingleton<TeachPattern>();
        services.AddSingleton<RatePattern>();
        services.AddSingleton<WithdrawPattern>();
        services.AddShared<VectorUpkeep>();
    }

    private static void AddRecalling(this IServiceCollection services)
    {
        services.AddSingleton<CentralSearch>();
        services.AddSingleton<RecallMerge>();
        services.AddSingleton<RecallPatterns>();
        services.AddSingleton<FindPattern>();
        services.AddSingleton<ListKnownPatterns>();
        services.AddShared<CachedAnswers>();
        services.AddHostedService<PromotedPatterns>();
        services.AddHostedService<ForgetOldAnswers>();
    }

    private static void AddSharing(this IServiceCollection services)
    {
        services.AddSingleton<CentralPresence>();
        services.AddSingleton<InstanceCard>();
        services.AddHostedService<InstancePresence>();
        services.AddSingleton<ForwardState>();
        services.AddSingleton<SendAgain>();
        services.AddSingleton<ObservationPublisher>();
        services.AddSingleton<ForwardPass>();
        services.AddHostedService<OutboxForwarder>();
        services.AddHostedService<FormerIdsForwarder>();
        services.AddSingleton<CatchUpState>();
        services.AddSingleton<TakeObservations>();
        services.AddHostedService<CatchUp>();
    }

    /// <summary>A service in the background that others call.</summary>
    private static void AddShared<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(static provider => provider.GetRequiredService<T>());
    }

    private static bool HasDatabase(IConfiguration configuration) =>
        !string.IsNullOrWhiteSpace(configuration.GetConnectionString(Database) ?? configuration[$"Aspire:Npgsql:{Database}:ConnectionString"]);
}
