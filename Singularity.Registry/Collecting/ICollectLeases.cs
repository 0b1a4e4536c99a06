using Singularity.Contracts.Identity;

namespace Singularity.Registry.Collecting;

/// <summary>Lets one instance at a time ask a registry about a package: over JetStream KV in the service, not needed in the CLI without servers.</summary>
internal interface ICollectLeases
{
    /// <summary>
    /// Takes the lease on what is asked for; waits while another instance holds it. Never fails: where leases cannot be had, the work is done without.
    /// </summary>
    ValueTask<ICollectLease> TakeAsync(PackageSpec spec, CancellationToken cancellationToken);
}

/// <summary>A lease; disposing gives it back.</summary>
internal interface ICollectLease : IAsyncDisposable
{
    /// <summary>True when another instance held it before, so that its result may be there by now.</summary>
    bool Waited { get; }

    /// <summary>What another instance heard in the last seconds: there is no such package. Null otherwise.</summary>
    string? Missing { get; }

    /// <summary>Tells the others, when the lease is given back, that there is no such package.</summary>
    void NoteMissing(string message);
}

/// <summary>One process alone needs no leases.</summary>
internal sealed class NoCollectLeases : ICollectLeases
{
    public ValueTask<ICollectLease> TakeAsync(PackageSpec spec, CancellationToken cancellationToken) => ValueTask.FromResult<ICollectLease>(FreeLease.Instance);
}

/// <summary>The work is done without a lease.</summary>
internal sealed class FreeLease : ICollectLease
{
    public static readonly FreeLease Instance = new();

    public bool Waited => false;

    public string? Missing => null;

    public void NoteMissing(string message)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
