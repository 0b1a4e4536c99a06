using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Singularity.Contracts.Json;

namespace Singularity.ServiceDefaults.Json;

internal static class JsonExtensions
{
    /// <summary>HTTP answers have the shape that the wire and the stores have; types of ASP.NET itself keep its own resolvers.</summary>
    public static void AddSingularityJson(this IHostApplicationBuilder builder) =>
        builder.Services.ConfigureHttpJsonOptions(static options =>
        {
            var json = options.SerializerOptions;
            json.TypeInfoResolverChain.Insert(0, SingularityJson.Default);
            json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.RespectNullableAnnotations = true;
            json.MaxDepth = 32;
        });
}
