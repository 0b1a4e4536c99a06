using Singularity.Registry.Knowledge;
using Singularity.ServiceDefaults;
using Singularity.ServiceDefaults.Nats;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.Registry;

/// <summary>The registry service: HTTP for health only, everything else over NATS.</summary>
internal static class RegistryApp
{
    /// <param name="configure">Further configuration, for tests.</param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        configure?.Invoke(builder);
        builder.AddServiceDefaults();
        builder.AddSingularityNats();
        builder.AddSingularityPostgres("singularity");
        // Vectors and trigrams better the search; without them everything else works.
        builder.AddMigrations("singularity", typeof(RegistryApp).Assembly, "Singularity.Registry.Storage.Migrations.", optional: [2, 8, 9]);
        builder.AddPatternJoin();
        builder.AddPackages();
        builder.AddServerStorage();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        return app;
    }
}
