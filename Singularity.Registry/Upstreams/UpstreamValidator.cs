namespace Singularity.Registry.Upstreams;

/// <summary>
/// One text by which a registry recognises what a caller holds: its entity tag, which begins with a quote or <c>W/</c>, or, where it sends none,
/// the date of its Last-Modified.
/// </summary>
internal static class UpstreamValidator
{
    public static string? Of(HttpResponseMessage response) =>
        response.Headers.ETag?.ToString() ?? response.Content.Headers.LastModified?.ToString("R");

    public static void AddTo(HttpRequestMessage message, string? validator)
    {
        if (validator is not null)
        {
            message.Headers.TryAddWithoutValidation(IsEntityTag(validator) ? "If-None-Match" : "If-Modified-Since", validator);
        }
    }

    private static bool IsEntityTag(string validator) => validator.StartsWith('"') || validator.StartsWith("W/", StringComparison.Ordinal);
}
