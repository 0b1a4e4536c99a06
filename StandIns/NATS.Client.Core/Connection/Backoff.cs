namespace NATS.Client.Core;

/// <summary>Waits between attempts: twice as long each time, up to a limit, with a random part; knows when to give up.</summary>
internal sealed class Backoff(NatsOpts opts)
{
    private string? _lastAuthError;
    private bool _sameAuthErrorTwice;
    private int _retries;
    private TimeSpan _wait;

    public void Succeeded()
    {
        _lastAuthError = null;
        _sameAuthErrorTwice = false;
        _retries = 0;
        _wait = TimeSpan.Zero;
    }

    public void Failed(Exception exception)
    {
        if ((exception as NatsServerException ?? exception.InnerException as NatsServerException) is not { IsAuthError: true } refusal)
            return;
        _sameAuthErrorTwice = !opts.IgnoreAuthErrorAbort && refusal.Error == _lastAuthError;
        _lastAuthError = refusal.Error;
    }

    /// <summary>How long to wait before the next attempt; <see cref="NatsConnectionFailedException"/> if there is to be none.</summary>
    public TimeSpan Next()
    {
        if (_sameAuthErrorTwice)
            throw new NatsConnectionFailedException("Maximum authentication attempts exceeded");
        if (opts.MaxReconnectRetry > 0 && _retries++ > opts.MaxReconnectRetry)
            throw new NatsConnectionFailedException("Maximum connection retry attempts exceeded");
        var doubled = _wait == TimeSpan.Zero ? opts.ReconnectWaitMin : _wait * 2;
        _wait = opts.ReconnectWaitMin >= opts.ReconnectWaitMax ? opts.ReconnectWaitMin : Min(doubled, opts.ReconnectWaitMax);
        return _wait + (opts.ReconnectJitter * Random.Shared.NextDouble());
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
