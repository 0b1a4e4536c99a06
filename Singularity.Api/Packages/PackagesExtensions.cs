using Singularity.Api.Packages.Collecting;
using Singularity.Api.Packages.Importing;

namespace Singularity.Api.Packages;

internal static class PackagesExtensions
{
    public static void AddPackages(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RegistryClient>();
        builder.Services.AddSingleton<CollectJobs>();
    }

    public static void MapPackages(this WebApplication app)
    {
        var packages = app.MapGroup("/api/packages").WithTags("Packages");
        packages.MapListPackages();
        packages.MapGetPackage();
        packages.MapGetSnippets();
        packages.MapGetVersions();
        packages.MapGetDiff();
        packages.MapDeletePackage();
        packages.MapCollectPackage();
        packages.MapCollectStatus();
        packages.MapCollectEvents();
        packages.MapImportLockfile();
        packages.MapImportStatus();
        packages.MapImportEvents();

        var api = app.MapGroup("/api").WithTags("Search");
        api.MapSearch();
        api.MapStats();
    }
}
