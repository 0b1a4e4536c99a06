using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Singularity.ServiceDefaults.Http;

/// <summary>Sends through the server's pipeline; time-outs and an open circuit surface as the HttpRequestException that callers expect.</summary>
internal sealed class ResilienceHandler(HttpPipelines pipelines) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await pipelines.For(request).ExecuteAsync(
                static async (state, token) => await state.Handler.SendCoreAsync(state.Request, token),
                (Handler: this, Request: request),
                cancellationToken);
        }
        catch (TimeoutRejectedException exception)
        {
            throw new HttpRequestException(
                $"{Server(request)} did not answer within {exception.Timeout.TotalSeconds:0.###} s.", new TimeoutException(exception.Message, exception));
        }
        catch (BrokenCircuitException exception)
        {
            throw new HttpRequestException(
                HttpRequestError.ConnectionError, $"{Server(request)} failed too often just now; requests to it pause for a few seconds.", exception);
        }
    }

    private static string Server(HttpRequestMessage request) => request.RequestUri?.GetLeftPart(UriPartial.Authority) ?? "The server";

    private Task<HttpResponseMessage> SendCoreAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        base.SendAsync(request, cancellationToken);
}
