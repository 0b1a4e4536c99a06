using System.Net;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Registry;
using Polly.Retry;
using Polly.Timeout;

namespace Singularity.ServiceDefaults.Http;

/// <summary>One pipeline per server and kind of request: total time-out, retries, circuit breaker, attempt time-out.</summary>
internal sealed class HttpPipelines(IOptions<HttpResilienceOptions> options, TimeProvider time) : IDisposable
{
    private readonly ResiliencePipelineRegistry<(string Server, bool Repeatable)> _registry = new();

    public ResiliencePipeline<HttpResponseMessage> For(HttpRequestMessage request)
    {
        var key = (request.RequestUri?.GetLeftPart(UriPartial.Authority) ?? "", IsRepeatable(request));
        return _registry.GetOrAddPipeline<HttpResponseMessage>(key, builder => Build(builder, key.Item2));
    }

    public void Dispose() => _registry.Dispose();

    private static bool IsRepeatable(HttpRequestMessage request) =>
        request.Content is null && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head
            || request.Method == HttpMethod.Options || request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete);

    private void Build(ResiliencePipelineBuilder<HttpResponseMessage> builder, bool repeatable)
    {
        var settings = options.Value;
        builder.TimeProvider = time;
        builder.AddTimeout(settings.TotalTimeout);
        if (repeatable && settings.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = settings.Retries,
                Delay = settings.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(
                    IsTransient(arguments.Outcome) && (RetryAfter(arguments.Outcome.Result) ?? TimeSpan.Zero) <= settings.LongestRetryAfter),
                DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Result)),
                OnRetry = static arguments =>
                {
                    arguments.Outcome.Result?.Dispose();
                    return default;
                },
            });
        }

        builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            FailureRatio = settings.BreakerFailureRatio,
            MinimumThroughput = settings.BreakerMinimumRequests,
            SamplingDuration = settings.BreakerSampling,
            BreakDuration = settings.BreakerPause,
            ShouldHandle = static arguments => ValueTask.FromResult(
                IsTransient(arguments.Outcome) && arguments.Outcome.Result?.StatusCode is not HttpStatusCode.TooManyRequests),
        });
        builder.AddTimeout(settings.AttemptTimeout);
    }

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        { Result.StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests } => true,
        { Result.StatusCode: HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway } => true,
        { Result.StatusCode: HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => true,
        _ => false,
    };

    private TimeSpan? RetryAfter(HttpResponseMessage? response)
    {
        var after = response?.Headers.RetryAfter;
        var wait = after?.Delta ?? (after?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait is { } value && value < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
