using Microsoft.Extensions.Options;
using Singularity.Knowledge;
using Singularity.Knowledge.Search;
using Singularity.Registry.Knowledge.Weakening;
using Singularity.Registry.Versions;

namespace Singularity.Registry.Knowledge;

internal static class PatternJoinRegistration
{
    /// <summary>Learned patterns of the database beside its packages. The service does without where the server lacks what they need.</summary>
    public static IHostApplicationBuilder AddPatternJoin(this IHostApplicationBuilder builder)
    {
        builder.AddKnowledge("singularity", optional: true);
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<PatternJoinOptions>, PatternJoinOptionsValidator>();
        services.AddOptions<PatternJoinOptions>().BindConfiguration(PatternJoinOptions.Section).ValidateOnStart();
        services.AddSingleton<IVersionRanges, VersionRanges>().AddSingleton<PackagePatterns>();
        services.AddTransient<PatternGuard>().AddSingleton<PatternPresence>().AddSingleton<IPatternJoin, PatternJoin>();
        services.AddSingleton<WeakeningQueue>().AddSingleton<WeakeningTurns>().AddSingleton<StoredApis>().AddSingleton<PackageWeakening>();
        services.AddHostedService<WeakeningPass>();
        return builder;
    }
}
