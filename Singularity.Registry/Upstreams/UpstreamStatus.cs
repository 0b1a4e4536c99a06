using System.Net;
using System.Net.Http.Headers;
using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Upstreams;

/// <summary>What requests look like, and what each answer that is not the wanted one means.</summary>
internal static class UpstreamStatus
{
    private const int MaxRedirects = 5;

    public static HttpRequestMessage CreateMessage(UpstreamRequest request, Uri url)
    {
        var message = new HttpRequestMessage(request.Question is null ? HttpMethod.Get : HttpMethod.Post, url);
        if (request.Question is { } question)
        {
            message.Content = new ReadOnlyMemoryContent(question) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        message.Headers.Accept.ParseAdd(request.Accept);
        message.Headers.Authorization = request.Authorization(url);
        if (message.Headers.Authorization is null && request.BareToken(url) is { } token)
        {
            message.Headers.TryAddWithoutValidation("Authorization", token);
        }

        if (!request.AllowCompression)
        {
            message.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        }

        UpstreamValidator.AddTo(message, request.ETag);
        return message;
    }

    public static Uri? RedirectOf(HttpResponseMessage response) => response.StatusCode is
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        ? response.Headers.Location
        : null;

    /// <summary>The next address. Leaving https is refused: what follows could be read and changed on the way.</summary>
    public static Uri Follow(UpstreamRequest request, Uri from, Uri location, int hop)
    {
        var to = location.IsAbsoluteUri ? location : new Uri(from, location);
        var allowed = UpstreamUrl.IsWeb(to) && (to.Scheme == Uri.UriSchemeHttps || from.Scheme == Uri.UriSchemeHttp);
        return allowed && hop < MaxRedirects
            ? UpstreamUrl.WithoutUserInfo(to)
            : throw new UpstreamException(
                new UpstreamProblem(
                    ErrorCodes.BadUpstream,
                    allowed
                        ? $"{request.RegistryName} redirects {request.What} more than {MaxRedirects} times. Check the registry's address."
                        : $"{request.RegistryName} redirects {request.What} to an address that is not followed ({to.Scheme}). Check the registry's address."),
                mayPass: false);
    }

    public static UpstreamException Refused(UpstreamRequest request, HttpResponseMessage response, DateTimeOffset now, TimeSpan longestWait)
    {
        var status = (int)response.StatusCode;
        var answered = $"{request.RegistryName} answered {status} for {request.What}";
        if (status is 401 or 403)
        {
            return Final(ErrorCodes.BadUpstream, $"{answered}: check this registry's credentials in the package manager's configuration, and that they allow it.");
        }

        var wait = status is 429 or 503 ? RetryAfter(response, now) : null;
        if (wait > longestWait)
        {
            return Final(ErrorCodes.Busy, $"{answered} and asks to come back in {Math.Ceiling(wait.Value.TotalSeconds)} s.", wait);
        }

        return status switch
        {
            429 => Passing(ErrorCodes.Busy, $"{answered}: too many requests. Try again in a minute.", wait),
            408 or >= 500 => Passing(ErrorCodes.Unavailable, $"{answered}. Try again later.", wait),
            _ => Final(ErrorCodes.BadUpstream, $"{answered}, which cannot be used. Check the registry's address."),
        };
    }

    public static UpstreamException NotReached(UpstreamRequest request, HttpRequestException exception)
    {
        var reason = exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "its name cannot be resolved",
            HttpRequestError.SecureConnectionError => "no secure connection could be made; check its certificate",
            HttpRequestError.ProxyTunnelError => "the proxy refused",
            HttpRequestError.ConnectionError => "nothing accepts connections there",
            _ => "the connection broke",
        };
        return new UpstreamException(
            new UpstreamProblem(
                ErrorCodes.Unavailable, $"{request.RegistryName} cannot be reached for {request.What}: {reason}. Check the network, proxy and registry settings."),
            mayPass: exception.HttpRequestError is not HttpRequestError.SecureConnectionError,
            exception);
    }

    private static UpstreamException Final(int code, string message, TimeSpan? retryAfter = null) =>
        new(new UpstreamProblem(code, message, retryAfter), mayPass: false);

    private static UpstreamException Passing(int code, string message, TimeSpan? retryAfter) =>
        new(new UpstreamProblem(code, message, retryAfter), mayPass: true);

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        var wait = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
