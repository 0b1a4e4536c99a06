using Singularity.Contracts.Packages;
using Singularity.Registry.Tiers;

namespace Singularity.Tests.Registry.Tiers;

/// <summary>A tier that does what it is told.</summary>
internal sealed class ScriptedTier : IPackageTier
{
    public static readonly PackageEntry Entry = new("1.0.0", DateTimeOffset.UnixEpoch, 1, "{}"u8.ToArray());

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _asked;

    public bool Failing { get; set; }

    public bool Hanging { get; init; }

    /// <summary>What it holds; null for nothing.</summary>
    public PackageEntry? Holds { get; set; } = Entry;

    /// <summary>Answers wait for it.</summary>
    public Task Release { get; init; } = Task.CompletedTask;

    /// <summary>Done while it is being asked.</summary>
    public Action WhileAsked { get; init; } = static () => { };

    /// <summary>Done when a copy has reached it and is not stored yet.</summary>
    public Action WhileStored { get; init; } = static () => { };

    public int Asked => _asked;

    /// <summary>That reached it, stored or not.</summary>
    public int Copies { get; private set; }

    public List<string> Stored { get; } = [];

    public Task Started => _started.Task;

    public ServedBy Name { get; init; } = ServedBy.Kv;

    public async ValueTask<PackageEntry?> FindAsync(string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        _started.TrySetResult();
        if (Hanging)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        await Release;
        WhileAsked();
        return Failing ? throw new InvalidOperationException("down") : Holds;
    }

    public ValueTask StoreAsync(string key, PackageEntry entry, CancellationToken cancellationToken)
    {
        Stored.Add(key);
        return Failing ? throw new InvalidOperationException("down") : ValueTask.CompletedTask;
    }

    public async ValueTask CopyAsync(string key, PackageEntry entry, Func<bool> isCurrent, CancellationToken cancellationToken)
    {
        WhileStored();
        if (isCurrent())
        {
            await StoreAsync(key, entry, cancellationToken);
        }

        Copies++;
    }

    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<long?> CountAsync(CancellationToken cancellationToken) => ValueTask.FromResult<long?>(1);
}
