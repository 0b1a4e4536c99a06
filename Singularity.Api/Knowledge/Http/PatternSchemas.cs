using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Singularity.Contracts.Knowledge;

namespace Singularity.Api.Knowledge.Http;

/// <summary>Describes types that are written as texts: the generator does not look into their converters.</summary>
internal static class PatternSchemas
{
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(Ulid))
        {
            (schema.Type, schema.Pattern) = (JsonSchemaType.String, "^[0-7][0-9A-HJKMNP-TV-Z]{25}$");
        }
        else if (type == typeof(PatternKind))
        {
            (schema.Type, schema.Enum) = (JsonSchemaType.String, [.. PatternKind.All.Select(static kind => (JsonNode)kind.ToString())]);
        }

        return Task.CompletedTask;
    }
}
