using System.Text;
using NATS.Client.Core;
using NATS.Client.KeyValueStore;
using Singularity.Registry.Collecting;

namespace Singularity.Registry.Storage.Kv;

/// <summary>A lease that is held: renewed until it is given back.</summary>
internal sealed class KvLease : ICollectLease
{
    private const int LongestMessage = 1_000;

    private readonly INatsKVStore _store;
    private readonly string _key;
    private readonly byte[] _held;
    private readonly CancellationTokenSource _done = new();
    private readonly Task _renewing;
    private ulong _revision;
    private string? _missing;

    public KvLease(INatsKVStore store, string key, byte[] held, ulong revision, bool waited, TimeSpan renewal, TimeProvider timeProvider)
    {
        (_store, _key, _held, _revision, Waited) = (store, key, held, revision, waited);
        _renewing = RenewAsync(renewal, timeProvider);
    }

    public bool Waited { get; }

    public string? Missing => null;

    public void NoteMissing(string message) => _missing = message.Length > LongestMessage ? message[..LongestMessage] : message;

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _renewing;
        try
        {
            // Only if it is still this one: the server may have dropped it, and another instance taken it.
            if (_missing is { } message)
            {
                await _store.TryUpdateAsync(
                    _key, Encoding.UTF8.GetBytes($"M{message}"), _revision, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: CancellationToken.None);
            }
            else
            {
                await _store.TryDeleteAsync(_key, new NatsKVDeleteOpts { Revision = _revision }, cancellationToken: CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is NatsException or OperationCanceledException or ObjectDisposedException or TimeoutException)
        {
            // The server drops what is not renewed.
            return;
        }
        finally
        {
            _done.Dispose();
        }
    }

    private async Task RenewAsync(TimeSpan interval, TimeProvider timeProvider)
    {
        try
        {
            while (true)
            {
                await Task.Delay(interval, timeProvider, _done.Token);
                var renewed = await _store.TryUpdateAsync(_key, _held, _revision, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: _done.Token);
                if (!renewed.Success)
                {
                    return;
                }

                _revision = renewed.Value;
            }
        }
        catch (Exception exception) when (exception is NatsException or OperationCanceledException or ObjectDisposedException or TimeoutException)
        {
            return;
        }
    }
}
