using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories;
using Singularity.Registry.Advisories.Stores;
using Singularity.Registry.Collecting;
using Singularity.Registry.Extraction;
using Singularity.Registry.Importing;
using Singularity.Registry.Knowledge;
using Singularity.Registry.Knowledge.Weakening;
using Singularity.Registry.Messaging;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Feeding;
using Singularity.Registry.Search.Postgres;
using Singularity.Registry.Storage;
using Singularity.Registry.Storage.Coherence;
using Singularity.Registry.Storage.Embedded;
using Singularity.Registry.Storage.Kv;
using Singularity.Registry.Storage.Postgres;
using Singularity.Registry.Tiers;
using Singularity.Registry.Tiers.Freshness;
using Singularity.Registry.Tiers.Memory;
using Singularity.Registry.Upstreams;
using Singularity.ServiceDefaults.Home;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry;

/// <summary>What the service and the CLI without servers share, and what each adds.</summary>
internal static class RegistryServices
{
    /// <summary>Collecting, the read path and the endpoints, on whatever storage is registered beside it.</summary>
    public static IHostApplicationBuilder AddPackages(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(SingularityHome.Resolve());
        builder.AddUpstreams();
        services.AddOptions<UpstreamOptions>().PostConfigure<SingularityHome>(static (options, home) => options.DataFolder ??= home.Path);
        builder.AddExtraction();
        builder.AddAdvisories();
        builder.AddSearch();
        builder.AddEmbeddedFile();
        services.AddSingleton<IValidateOptions<TierOptions>, TierOptionsValidator>().AddSingleton<IValidateOptions<TierOptions>, TierOrderValidator>();
        services.AddOptions<TierOptions>().BindConfiguration(TierOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<FreshnessOptions>, FreshnessOptionsValidator>();
        services.AddOptions<FreshnessOptions>().BindConfiguration(FreshnessOptions.Section).ValidateOnStart();
        services.AddSingleton(typeof(SingleFlight<,>));
        services.AddSingleton<KeyStamps>().AddSingleton<BackFills>().AddSingleton<ReconcileSignal>().AddSingleton<Refresher>();
        services.AddSingleton<UpstreamSet>().AddSingleton<PackageCollector>().AddSingleton<PackageWrites>();
        services.AddSingleton<MissingPackages>().AddSingleton<PackageReads>().AddSingleton<AnswerWriter>().AddSingleton<CollectGate>();
        services.AddSingleton<PackageEndpoint, GetEndpoint>().AddSingleton<PackageEndpoint, StoreEndpoint>().AddSingleton<PackageEndpoint, DeleteEndpoint>();
        services.AddSingleton<PackageEndpoint, ListEndpoint>().AddSingleton<PackageEndpoint, PrefixSearchEndpoint>();
        services.AddSingleton<PackageEndpoint, FindByTagsEndpoint>().AddSingleton<PackageEndpoint, StatsEndpoint>();
        services.AddSingleton<PackageEndpoint, CollectEndpoint>().AddSingleton<PackageEndpoint, SearchEndpoint>();
        services.AddSingleton<IValidateOptions<ImportOptions>, ImportOptionsValidator>();
        services.AddOptions<ImportOptions>().BindConfiguration(ImportOptions.Section).ValidateOnStart();
        services.AddSingleton<ImportSignal>().AddSingleton<ImportStarter>().AddSingleton<ImportRunner>();
        services.AddSingleton<PackageEndpoint, ImportEndpoint>().AddSingleton<PackageEndpoint, ImportGetEndpoint>();
        services.AddSingleton<PackageContents>().AddSingleton<PackageEndpoint, DiffEndpoint>().AddSingleton<PackageEndpoint, ExamplesSearchEndpoint>();
        return builder;
    }

    /// <summary>The service: near cache, JetStream KV, embedded file, PostgreSQL as the truth; answers over NATS.</summary>
    public static IHostApplicationBuilder AddServerStorage(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(new InstanceIdentity($"{Environment.MachineName}-{Environment.ProcessId}", TimeProvider.System.GetTimestamp()));
        services.AddSingleton(KvBuckets.For(builder.Configuration[NatsExtensions.SubjectPrefixKey]));
        services.AddSingleton<MemoryTier>().AddSingleton<KvTier>().AddSingleton<EmbeddedTier>().AddSingleton<PostgresStore>();
        services.AddSingleton<IPackageStore>(static provider => provider.GetRequiredService<PostgresStore>());
        services.AddSingleton(static provider => new PackageStores(
            [provider.GetRequiredService<PostgresStore>(), provider.GetRequiredService<EmbeddedStore>()],
            provider.GetRequiredService<ILogger<PackageStores>>()));
        services.AddSingleton<IPackageCopy, EmbeddedCopy>();
        services.AddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<TierOptions>>().Value;
            var order = options.ReadOrder();
            // A tier that is not read still takes copies: other instances may read it, and hear of writes through it.
            var tiers = order.Concat(["kv", "embedded"]).Distinct(StringComparer.Ordinal).Where(static name => name != "memory").Select(name => name switch
            {
                "kv" => Guard(provider, provider.GetRequiredService<KvTier>(), options.KvDeadline, order.Contains(name)),
                "embedded" => provider.GetRequiredService<CopyTrust>()
                    .Guard(Guard(provider, provider.GetRequiredService<EmbeddedTier>(), options.EmbeddedDeadline, order.Contains(name))),
                _ => Guard(provider, provider.GetRequiredService<PostgresStore>(), options.PostgresDeadline),
            });
            return Tiers(provider, order[0] == "memory" ? provider.GetRequiredService<MemoryTier>() : null, ServedBy.Postgres, [.. tiers]);
        });
        services.AddSingleton<IValidateOptions<CoherenceOptions>, CoherenceOptionsValidator>().AddSingleton<IValidateOptions<LeaseOptions>, LeaseOptionsValidator>();
        services.AddOptions<CoherenceOptions>().BindConfiguration(CoherenceOptions.Section).ValidateOnStart();
        services.AddOptions<LeaseOptions>().BindConfiguration(LeaseOptions.Section).ValidateOnStart();
        services.AddSingleton<IndexSignal>().AddSingleton<CopyTrust>().AddSingleton<ChangeApplier>().AddSingleton<PackageChanges>().AddSingleton<Reconciler>();
        services.AddSingleton<ICollectLeases, KvLeases>();
        services.AddHostedService(static provider => provider.GetRequiredService<BackFills>());
        services.AddHostedService(static provider => provider.GetRequiredService<Reconciler>()).AddHostedService<ChangeWatcher>();
        services.AddSingleton<IAdvisoryStore, PostgresAdvisories>().AddHostedService<AdvisoryPass>();
        services.AddSingleton<NatsOutbox>();
        services.AddSingleton<IPackageEvents>(static provider =>
            new WatchedEvents(provider.GetRequiredService<NatsOutbox>(), provider.GetRequiredService<WeakeningQueue>()));
        services.AddSingleton<ICollectProgressSink>(static provider => provider.GetRequiredService<NatsOutbox>());
        services.AddHostedService(static provider => provider.GetRequiredService<NatsOutbox>());
        services.AddBusAddress();
        services.AddSingleton<IImportJobs, PostgresImportJobs>().AddHostedService<ImportService>();
        builder.AddPostgresSearch();
        services.AddSingleton<LiveIndex>().AddSingleton<IndexRows>().AddSingleton<LoadedRows>().AddSingleton<VectorFill>();
        services.AddSearchOver(
            static provider => provider.GetRequiredService<LiveIndex>(),
            static provider => provider.GetRequiredService<PostgresSearch>(),
            static provider => provider.GetRequiredService<EmbeddedSearch>());
        services.AddHostedService<PackagesService>().AddHostedService<PendingImport>().AddHostedService<SearchUpgrade>().AddHostedService<IndexFeed>();
        return builder;
    }

    /// <summary>The CLI without servers: the embedded file is the only tier and the truth.</summary>
    public static IHostApplicationBuilder AddEmbeddedStorage(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(new InstanceIdentity("cli", TimeProvider.System.GetTimestamp()));
        services.AddSingleton<IPackageStore>(static provider => provider.GetRequiredService<EmbeddedStore>());
        services.AddSingleton(static provider =>
            new PackageStores([provider.GetRequiredService<EmbeddedStore>()], provider.GetRequiredService<ILogger<PackageStores>>()));
        services.AddSingleton(static provider => Tiers(
            provider, null, ServedBy.Embedded,
            Guard(provider, provider.GetRequiredService<EmbeddedStore>(), provider.GetRequiredService<IOptions<TierOptions>>().Value.EmbeddedDeadline)));
        services.AddSingleton<ICollectLeases, NoCollectLeases>();
        services.AddSingleton<IPackageEvents, NoPackageEvents>().AddSingleton<IPatternJoin, NoPatternJoin>();
        services.AddSearchOver(static provider => provider.GetRequiredService<EmbeddedSearch>());
        services.AddSingleton<IImportJobs, EmbeddedImportJobs>().AddSingleton<IAdvisoryStore, EmbeddedAdvisories>();
        return builder;
    }

    private static void AddEmbeddedFile(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<EmbeddedOptions>, EmbeddedOptionsValidator>();
        builder.Services.AddOptions<EmbeddedOptions>().BindConfiguration(EmbeddedOptions.Section).ValidateOnStart()
            .PostConfigure<SingularityHome>(static (options, home) =>
            {
                if (options.File.Length == 0)
                {
                    options.File = home.File("package_cache.db");
                }
            });
        builder.Services.AddSingleton<EmbeddedDatabase>().AddSingleton<EmbeddedStore>().AddSingleton<EmbeddedSearch>();
    }

    private static PackageTiers Tiers(IServiceProvider provider, MemoryTier? memory, ServedBy truth, params GuardedTier[] tiers) => new(
        memory, tiers, truth, provider.GetRequiredService<KeyStamps>(), provider.GetRequiredService<BackFills>(),
        provider.GetRequiredService<SingleFlight<TierQuestion, TierAnswer>>(), provider.GetRequiredService<TimeProvider>());

    private static GuardedTier Guard(IServiceProvider provider, IPackageTier tier, TimeSpan deadline, bool isRead = true) => new(
        tier, deadline, provider.GetRequiredService<IOptions<TierOptions>>().Value.BreakDuration,
        provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<GuardedTier>>())
    { IsRead = isRead };
}
