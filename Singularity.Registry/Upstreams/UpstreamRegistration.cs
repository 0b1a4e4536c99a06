using System.Reflection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Singularity.Registry.Upstreams.Cargo;
using Singularity.Registry.Upstreams.Hex;
using Singularity.Registry.Upstreams.Npm;
using Singularity.Registry.Upstreams.NuGet;
using Singularity.Registry.Upstreams.PyPI;
using Singularity.Registry.Upstreams.RateLimits;

namespace Singularity.Registry.Upstreams;

internal static class UpstreamRegistration
{
    /// <summary>Adds every package registry's client, for a web host and a plain one alike.</summary>
    public static IHostApplicationBuilder AddUpstreams(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<UpstreamOptions>().Bind(builder.Configuration.GetSection(UpstreamOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<UpstreamOptions>, UpstreamOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<UpstreamCounters>();
        services.AddSingleton<UpstreamRetry>();
        services.AddSingleton<RequestBudgets>();
        services.AddSingleton<UpstreamClients>();
        services.AddSingleton<UpstreamHttp>();
        services.AddSingleton<ArchiveDownload>();
        services.AddHttpClient(UpstreamHttp.ClientName)
            .ConfigureHttpClient(Configure)
            .UseSocketsHttpHandler(static (handler, _) => UpstreamClients.Configure(handler))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // UpstreamLog says the same without the addresses' user information and queries.
            .RemoveAllLoggers();
        return builder.AddNpmUpstream().AddCargoUpstream().AddHexUpstream().AddNuGetUpstream().AddPyPIUpstream();
    }

    private static void Configure(IServiceProvider services, HttpClient client)
    {
        var version = typeof(UpstreamRegistration).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        var contact = services.GetRequiredService<IOptions<UpstreamOptions>>().Value.Contact;
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"Singularity/{version ?? "0"}{(contact is null ? "" : $" (+{contact})")}");
        // The deadlines of UpstreamWatch are finer.
        client.Timeout = Timeout.InfiniteTimeSpan;
    }
}
