using System.Net;
using Microsoft.Extensions.Options;
using Polly;
using Singularity.Registry.Upstreams.RateLimits;

namespace Singularity.Registry.Upstreams;

/// <summary>Gets things from registries with the manners they ask for: deadlines, bounded retries, Retry-After, conditional requests.</summary>
internal sealed class UpstreamHttp(
    UpstreamClients clients,
    IOptions<UpstreamOptions> options,
    UpstreamRetry retry,
    RequestBudgets budgets,
    UpstreamCounters counters,
    TimeProvider time,
    ILogger<UpstreamHttp> logger)
{
    public const string ClientName = "upstream";

    /// <param name="read">Reads the body of a good answer; called once per attempt.</param>
    public async Task<UpstreamReply<T>> GetAsync<T>(
        UpstreamRequest request, Func<UpstreamBody, Task<T>> read, CancellationToken cancellationToken)
    {
        if (retry.Blocked(request) is { } blocked)
        {
            return new UpstreamReply<T>.Failed(blocked);
        }

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(UpstreamRetry.RequestKey, request);
        try
        {
            return await retry.Pipeline.ExecuteAsync(
                static async (c, s) => await s.Self.AttemptAsync(s.Request, s.Read, c.CancellationToken), context, (Self: this, Request: request, Read: read));
        }
        catch (UpstreamException exception)
        {
            retry.Remember(request, exception.Problem);
            return new UpstreamReply<T>.Failed(exception.Problem);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<UpstreamReply<T>> AttemptAsync<T>(
        UpstreamRequest request, Func<UpstreamBody, Task<T>> read, CancellationToken cancellationToken)
    {
        // Before the deadlines start: waiting for a turn is not the registry being slow.
        if (await budgets.WaitAsync(request, cancellationToken) is { } tooOften)
        {
            return new UpstreamReply<T>.Failed(tooOften);
        }

        using var watch = new UpstreamWatch(options.Value, time, cancellationToken);
        try
        {
            return await AskAsync(request, read, watch);
        }
        catch (OperationCanceledException exception) when (watch.IsOurs)
        {
            counters.CountFailure();
            throw watch.Explain(request, exception);
        }
        catch (HttpRequestException exception)
        {
            counters.CountFailure();
            throw UpstreamStatus.NotReached(request, exception);
        }
        catch (UpstreamException)
        {
            counters.CountFailure();
            throw;
        }
    }

    private async Task<UpstreamReply<T>> AskAsync<T>(UpstreamRequest request, Func<UpstreamBody, Task<T>> read, UpstreamWatch watch)
    {
        var start = time.GetTimestamp();
        using var response = await SendAsync(request, watch.Token);
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                break;
            case HttpStatusCode.NotModified when request.ETag is not null:
                counters.CountNotModified();
                return new UpstreamReply<T>.NotModified();
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return new UpstreamReply<T>.NotFound();
            default:
                throw UpstreamStatus.Refused(request, response, time.GetUtcNow(), options.Value.MaxRetryAfter);
        }

        var length = response.Content.Headers.ContentLength;
        if (length > request.MaxBytes)
        {
            throw UpstreamBody.TooLarge(request, $"{length}");
        }

        await using var stream = await response.Content.ReadAsStreamAsync(watch.Token);
        await using var body = new UpstreamBody(stream, request, length, watch, counters)
        {
            ContentType = response.Content.Headers.ContentType?.MediaType,
        };
        var value = await read(body);
        UpstreamLog.Answered(
            logger, request.RegistryName, 200, UpstreamUrl.Display(request.Url), body.Position, (long)time.GetElapsedTime(start).TotalMilliseconds);
        return new UpstreamReply<T>.Received(value, UpstreamValidator.Of(response));
    }

    private async Task<HttpResponseMessage> SendAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        using var client = clients.Create(request.Connection);
        var url = request.Url;
        for (var hop = 0; ; hop++)
        {
            using var message = UpstreamStatus.CreateMessage(request, url);
            counters.CountRequest();
            var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (UpstreamStatus.RedirectOf(response) is not { } location)
            {
                return response;
            }

            using (response)
            {
                url = UpstreamStatus.Follow(request, url, location, hop);
            }
        }
    }
}
