namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>Reads the body of an index's answer, in whichever form it came.</summary>
internal static class PyPIReader
{
    /// <summary>The Simple API as JSON, else as HTML, with the media types of PEP 691.</summary>
    public const string AcceptSimple = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";

    public static async Task<PyPIProject> ReadJsonAsync(UpstreamBody body, UpstreamRequest request, CancellationToken cancellationToken) =>
        PyPIFiles.Of(await UpstreamJson.ReadAsync(body, request, PyPIJsonContext.Default.PyPIJsonDocument, cancellationToken), request.Url);

    /// <param name="project">Normalised.</param>
    public static async Task<PyPIProject> ReadSimpleAsync(UpstreamBody body, string project, UpstreamRequest request, CancellationToken cancellationToken)
    {
        if (body.ContentType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true)
        {
            var document = await UpstreamJson.ReadAsync(body, request, PyPIJsonContext.Default.PyPISimpleDocument, cancellationToken);
            return PyPIFiles.Of(document.Name, PyPIFiles.Read(document.Files ?? [], request.Url), project);
        }

        var files = await PyPISimplePage.ReadAsync(body, request.Url, cancellationToken) ?? throw UpstreamJson.Unreadable(body, request, "a page without files", null);
        return PyPIFiles.Of(null, files, project);
    }
}
