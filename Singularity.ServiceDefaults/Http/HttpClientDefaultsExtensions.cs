using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Singularity.ServiceDefaults.Http;

public static class HttpClientDefaultsExtensions
{
    /// <summary>Gives every client of IHttpClientFactory time limits, retries and a circuit breaker per server.</summary>
    public static IHostApplicationBuilder AddHttpClientDefaults(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IValidateOptions<HttpResilienceOptions>, ValidateHttpResilienceOptions>();
        builder.Services.AddOptions<HttpResilienceOptions>().BindConfiguration(HttpResilienceOptions.Section).ValidateOnStart();
        builder.Services.TryAddSingleton<HttpPipelines>();
        builder.Services.TryAddTransient<ResilienceHandler>();
        builder.Services.ConfigureHttpClientDefaults(static http =>
        {
            http.AddHttpMessageHandler<ResilienceHandler>();

            // Covers the body of buffered answers, which is read after the handlers have returned.
            http.ConfigureHttpClient(static (services, client) =>
                client.Timeout = services.GetRequiredService<IOptions<HttpResilienceOptions>>().Value.TotalTimeout + TimeSpan.FromSeconds(1));
        });
        return builder;
    }
}
