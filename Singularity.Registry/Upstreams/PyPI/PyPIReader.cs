using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>Reads the body of an index's answer, in whichever form it came.</summary>
internal static class PyPIReader
{
    /// <summary>The Simple API as JSON, else as HTML, with the media types of PEP 691.</summary>
    public const string AcceptSimple = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";

    public static async Task<PyPIProject> ReadJsonAsync(UpstreamBody body, UpstreamRequest request, CancellationToken cancellationToken) =>
        PyPIFiles.Of(await DeserializeAsync(body, PyPIJsonContext.Default.PyPIJsonDocument, request, cancellationToken), request.Url);

    /// <param name="project">Normalised.</param>
    public static async Task<PyPIProject> ReadSimpleAsync(UpstreamBody body, string project, UpstreamRequest request, CancellationToken cancellationToken)
    {
        if (body.ContentType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true)
        {
            var document = await DeserializeAsync(body, PyPIJsonContext.Default.PyPISimpleDocument, request, cancellationToken);
            return PyPIFiles.Of(document.Name, PyPIFiles.Read(document.Files ?? [], request.Url), project);
        }

        var files = await PyPISimplePage.ReadAsync(body, request.Url, cancellationToken) ?? throw Unreadable(body, request, "a page without files", null);
        return PyPIFiles.Of(null, files, project);
    }

    private static async Task<T> DeserializeAsync<T>(UpstreamBody body, JsonTypeInfo<T> type, UpstreamRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw new JsonException("The document is null.");
        }
        catch (JsonException exception)
        {
            throw Unreadable(body, request, $"unreadable as JSON at byte {body.Position}", exception);
        }
    }

    private static UpstreamException Unreadable(UpstreamBody body, UpstreamRequest request, string how, Exception? exception) => new(
        new UpstreamProblem(
            ErrorCodes.BadUpstream,
            $"{request.RegistryName} answered something else than {request.What} (content type {body.ContentType ?? "unknown"}, {how}). Check the "
            + "registry's address, and whether a proxy or a login page answers in its place."),
        mayPass: false,
        exception);
}
