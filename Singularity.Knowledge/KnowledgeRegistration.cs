using System.Reflection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
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
    /// <param name="optional">
    /// True for an application that can do without: where the server lacks pgvector, the tables are left out and everything that asks them fails, while the
    /// application's own migrations are done.
    /// </param>
    public static IHostApplicationBuilder AddKnowledge(this IHostApplicationBuilder builder, string databaseName, bool optional = false)
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
        services.AddSingleton<LaterFold>();
        services.AddSingleton<ObservationReads>();
        services.AddSingleton<WeaknessReads>();
        services.AddSingleton<InstanceIdentity>();
        services.AddSingleton<LocalAuthor>();
        services.AddSingleton<LearnPattern>();
        services.AddSingleton<RetractPattern>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<SyncCursors>();
        services.AddSingleton<PatternReads>();
        services.AddSingleton<PatternCache>();
        services.AddSingleton(static provider => new PatternVectors(
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<ILogger<PatternVectors>>(),
            provider.GetRequiredService<IOptions<KnowledgeOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<IEmbeddingGenerator<string, Embedding<float>>>));
        services.AddSingleton<AwaitedTexts>();
        services.AddSingleton<PatternIndexing>();
        services.AddSingleton<PatternSearch>();
        services.AddSingleton<CitedPackages>();
        services.AddSingleton<DuplicateFinder>();
        var assembly = typeof(KnowledgeRegistration).Assembly;
        builder.AddMigrations(databaseName, assembly, Migrations, "knowledge", optional ? Numbers(assembly) : null);
        return builder;
    }

    // Numbered from 1 without gaps.
    private static IReadOnlyList<int> Numbers(Assembly assembly) =>
        [.. Enumerable.Range(1, assembly.GetManifestResourceNames().Count(static name => name.StartsWith(Migrations, StringComparison.Ordinal)))];
}
