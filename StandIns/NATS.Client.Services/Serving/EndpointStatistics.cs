using System.Diagnostics;

namespace NATS.Client.Services.Serving;

/// <summary>Counts what an endpoint did; read while it does more.</summary>
internal sealed class EndpointStatistics
{
    private long _requests;
    private long _errors;
    private long _nanoseconds;
    private string? _lastError;

    public long Requests => Volatile.Read(ref _requests);

    public long Errors => Volatile.Read(ref _errors);

    public long Nanoseconds => Volatile.Read(ref _nanoseconds);

    public string? LastError => Volatile.Read(ref _lastError);

    public void Began() => Interlocked.Increment(ref _requests);

    public void Failed(string error)
    {
        Interlocked.Increment(ref _errors);
        Volatile.Write(ref _lastError, error);
    }

    public void Ended(long began) =>
        Interlocked.Add(ref _nanoseconds, Stopwatch.GetElapsedTime(began).Ticks * TimeSpan.NanosecondsPerTick);
}
