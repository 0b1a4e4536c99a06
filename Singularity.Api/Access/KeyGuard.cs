using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Singularity.Api.Problems;

namespace Singularity.Api.Access;

/// <summary>Demands X-Api-Key when a key is set. Probes go without: they tell names and states of checks only.</summary>
internal sealed class KeyGuard(RequestDelegate next, IOptions<ApiOptions> options)
{
    private const string Header = "X-Api-Key";

    // Hashes have one length, so the comparison takes the same time for every guess.
    private readonly byte[]? _key = options.Value.Key is { } key ? Hash(key) : null;

    public Task InvokeAsync(HttpContext context)
    {
        if (_key is null || IsProbe(context.Request.Path) || CryptographicOperations.FixedTimeEquals(_key, Hash(context.Request.Headers[Header].ToString())))
        {
            return next(context);
        }

        context.Response.Headers.WWWAuthenticate = "ApiKey";
        return ServiceProblems.Create(StatusCodes.Status401Unauthorized, $"Send the API's key in the header {Header}.").ExecuteAsync(context);
    }

    private static bool IsProbe(PathString path) => path == "/health" || path == "/alive";

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
