using Singularity.Knowledge.Ids;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Authoring;

/// <summary>Who observes here. Its clock goes on from the last stamp that this instance gave, in whatever process.</summary>
public sealed class LocalAuthor(InstanceIdentity identity, ObservationReads observations, UlidFactory ids, HybridClock clock, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private ObservationAuthor? _author;

    public async ValueTask<ObservationAuthor> ReadAsync(CancellationToken cancellationToken)
    {
        if (_author is { } known)
        {
            return known;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            return _author ??= await CreateAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<ObservationAuthor> CreateAsync(CancellationToken cancellationToken)
    {
        var id = await identity.ReadAsync(cancellationToken);
        if (await observations.ReadLastStampAsync(id, time.GetUtcNow() + clock.MaxAhead, cancellationToken) is { } last)
        {
            clock.Receive(last);
        }

        return new ObservationAuthor(id, ids, clock);
    }
}
