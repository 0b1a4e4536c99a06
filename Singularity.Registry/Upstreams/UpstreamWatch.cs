using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Upstreams;

/// <summary>The deadlines of one attempt: to the headers, between two reads, and in all.</summary>
internal sealed class UpstreamWatch : IDisposable
{
    private readonly UpstreamOptions _options;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _step;
    private readonly CancellationTokenSource _total;
    private readonly CancellationTokenSource _any;
    private bool _inBody;

    public UpstreamWatch(UpstreamOptions options, TimeProvider time, CancellationToken caller)
    {
        _options = options;
        _caller = caller;
        _step = new CancellationTokenSource(options.ResponseTimeout, time);
        _total = new CancellationTokenSource(options.TotalTimeout, time);
        _any = CancellationTokenSource.CreateLinkedTokenSource(_step.Token, _total.Token, caller);
    }

    public CancellationToken Token => _any.Token;

    public void ExpectBytes()
    {
        _inBody = true;
        _step.CancelAfter(_options.StallTimeout);
    }

    /// <summary>Whether a deadline passed, and not the caller gave up.</summary>
    public bool IsOurs => !_caller.IsCancellationRequested && _any.IsCancellationRequested;

    public UpstreamException Explain(UpstreamRequest request, OperationCanceledException exception)
    {
        var what = _total.IsCancellationRequested ? $"did not deliver {request.What} within {Seconds(_options.TotalTimeout)}"
            : _inBody ? $"stopped sending {request.What} for {Seconds(_options.StallTimeout)}"
            : $"did not answer for {request.What} within {Seconds(_options.ResponseTimeout)}";
        return new UpstreamException(
            new UpstreamProblem(ErrorCodes.UpstreamTimeout, $"{request.RegistryName} {what}. Try again later, or check the network and proxy settings."),
            mayPass: false,
            exception);
    }

    public void Dispose()
    {
        _any.Dispose();
        _total.Dispose();
        _step.Dispose();
    }

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.###} s";
}
