using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Singularity.Knowledge.Authoring;
using Singularity.Knowledge.Duplicates;
using Singularity.Knowledge.Ids;
using Singularity.Knowledge.Scoring;
using Singularity.Knowledge.Search;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.Knowledge;

public static class KnowledgeRegistration
{
    private const string Migrations = "Singularity.Knowledge.Storage.Migrations.";

    /// <summary>
    /// Stores, fold, scores and search of learned patterns, on the application's one PostgreSQL data source, with tables of their own. An embedding generator is used where one is
    /// registered.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="databaseName">For messages.</param>
    public static IHostApplicationBuilder AddKnowledge(this IHostApplicationBuilder builder, string databaseName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<KnowledgeOptions>().BindConfiguration(KnowledgeOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KnowledgeOptions>, KnowledgeOptionsValidator>();
        services.AddSingleton<IValidateOptions<KnowledgeOptions>, KnowledgeOptionsSums>();
        services.AddSingleton<UlidFactory>();
        services.AddSingleton(static provider => new HybridClock(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<KnowledgeOptions>>().Value.MaxClockAhead));
        services.AddSingleton<PatternScores>();
        services.AddSingleton<Promotion>();
        services.AddSingleton<ObservationStore>();
        services.AddSingleton<ObservationReads>();
        services.AddSingleton<InstanceIdentity>();
        services.AddSingleton<LocalAuthor>();
        services.AddSingleton<LearnPattern>();
        services.AddSingleton<RetractPattern>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<SyncCursors>();
        services.AddSingleton<PatternReads>();
        services.AddSingleton<PatternCache>();
        services.AddSingleton<PatternVectors>();
        services.AddSingleton<PatternSearch>();
        services.AddSingleton<DuplicateFinder>();
        builder.AddMigrations(databaseName, typeof(KnowledgeRegistration).Assembly, Migrations, "knowledge");
        return builder;
    }
}
