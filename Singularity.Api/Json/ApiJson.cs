using System.Text.Json;
using System.Text.Json.Serialization;
using Singularity.Api.Knowledge.Http;
using Singularity.Api.Knowledge.Stats;
using Singularity.Api.Packages;
using Singularity.Api.Packages.Collecting;
using Singularity.Api.Packages.Importing;
using Singularity.Api.Root;

namespace Singularity.Api.Json;

/// <summary>Shapes that only HTTP has; the others are the contracts'.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ApiIndex))]
[JsonSerializable(typeof(CollectRequest))]
[JsonSerializable(typeof(CollectJobStatus))]
[JsonSerializable(typeof(FeedbackRequest))]
[JsonSerializable(typeof(ImportRequest))]
[JsonSerializable(typeof(KnowledgeStats))]
[JsonSerializable(typeof(LearnRequest))]
[JsonSerializable(typeof(PackageSnippets))]
[JsonSerializable(typeof(PackageVersions))]
internal sealed partial class ApiJson : JsonSerializerContext;

internal static class ApiJsonExtensions
{
    public static void AddApiJson(this IHostApplicationBuilder builder) => builder.Services.ConfigureHttpJsonOptions(static options =>
    {
        options.SerializerOptions.TypeInfoResolverChain.Insert(1, ApiJson.Default);

        // A body that lacks a field is the caller's mistake, not a null in ours.
        options.SerializerOptions.RespectRequiredConstructorParameters = true;
    });
}
