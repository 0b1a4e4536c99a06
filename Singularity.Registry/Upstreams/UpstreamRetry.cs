using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Upstreams;

/// <summary>When to try again, and which registries have asked to be left alone until when.</summary>
internal sealed class UpstreamRetry
{
    public static readonly ResiliencePropertyKey<UpstreamRequest> RequestKey = new("upstream.request");

    private readonly ConcurrentDictionary<string, DateTimeOffset> _notBefore = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider _time;

    public UpstreamRetry(IOptions<UpstreamOptions> options, TimeProvider time, ILogger<UpstreamRetry> logger)
    {
        _time = time;
        Pipeline = options.Value.Attempts == 1 ? ResiliencePipeline.Empty : Build(options.Value, time, logger);
    }

    public ResiliencePipeline Pipeline { get; }

    /// <summary>The problem to report at once when the registry has asked for peace.</summary>
    public UpstreamProblem? Blocked(UpstreamRequest request)
    {
        if (!_notBefore.TryGetValue(Origin(request), out var until))
        {
            return null;
        }

        var wait = until - _time.GetUtcNow();
        return wait <= TimeSpan.Zero
            ? null
            : new UpstreamProblem(
                ErrorCodes.Busy, $"{request.RegistryName} has asked to be left alone for another {Math.Ceiling(wait.TotalSeconds)} s.", wait);
    }

    public void Remember(UpstreamRequest request, UpstreamProblem problem)
    {
        if (problem.RetryAfter is { } wait)
        {
            _notBefore[Origin(request)] = _time.GetUtcNow() + wait;
        }
    }

    private static ResiliencePipeline Build(UpstreamOptions options, TimeProvider time, ILogger logger)
    {
        var strategy = new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<UpstreamException>(e => e.MayPass),
            MaxRetryAttempts = options.Attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.RetryDelay,
            DelayGenerator = args => ValueTask.FromResult((args.Outcome.Exception as UpstreamException)?.Problem.RetryAfter),
            OnRetry = args =>
            {
                args.Context.Properties.TryGetValue(RequestKey, out var request);
                UpstreamLog.Retrying(
                    logger, request!.RegistryName, args.AttemptNumber + 1, (long)args.RetryDelay.TotalMilliseconds, args.Outcome.Exception!.Message);
                return default;
            },
        };
        return new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(strategy).Build();
    }

    private static string Origin(UpstreamRequest request) => request.Registry.GetLeftPart(UriPartial.Authority);
}
