using Singularity.Api.Access;
using Singularity.Api.Json;
using Singularity.Api.Knowledge;
using Singularity.Api.Knowledge.Http;
using Singularity.Api.Limits;
using Singularity.Api.Packages;
using Singularity.Api.Problems;
using Singularity.Api.Root;
using Singularity.ServiceDefaults;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api;

/// <summary>Wires the application; tests build the same one on another port.</summary>
internal static class ApiApp
{
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = typeof(ApiApp).Assembly.GetName().Name });
        builder.AddServiceDefaults();
        builder.AddSingularityNats();
        builder.AddApiOptions();
        builder.AddAccess();
        builder.AddLimits();
        builder.AddProblems();
        builder.AddApiJson();
        builder.AddPackages();
        builder.AddPatterns();
        builder.Services.AddOpenApi(static options => options.AddSchemaTransformer(PatternSchemas.DescribeAsync));

        var app = builder.Build();
        app.UseProblems();
        app.UseAccess();
        app.UseRateLimiter();
        app.UseMiddleware<ScopedNames>();
        app.UseRouting();
        app.MapDefaultEndpoints();
        app.MapOpenApi();
        app.MapRoot();
        app.MapPackages();
        app.MapPatterns();
        return app;
    }
}
