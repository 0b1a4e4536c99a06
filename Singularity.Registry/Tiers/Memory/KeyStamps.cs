using Singularity.Contracts.Identity;

namespace Singularity.Registry.Tiers.Memory;

/// <summary>
/// Tells whether a key may have changed while it was being read: a reader takes the key's stamp before it asks the tiers below, and keeps what it found only if the
/// stamp is still the same. All keys of a package share a stamp, since who asked for the newest version has found one that is deleted under a key of its own; and so do
/// some packages. A few reads are kept out of the tiers above for nothing; none is kept wrongly.
/// </summary>
internal sealed class KeyStamps
{
    private const int Stripes = 4_096;

    private readonly long[] _stamps = new long[Stripes];

    /// <summary>For copies of what was not read but written here.</summary>
    public HeardChanges Heard { get; } = new();

    public long Read(string key) => Volatile.Read(ref _stamps[Stripe(key)]);

    public void Changed(string key) => Interlocked.Increment(ref _stamps[Stripe(key)]);

    /// <summary>After changes of unknown keys.</summary>
    public void AllChanged()
    {
        for (var i = 0; i < Stripes; i++)
        {
            Interlocked.Increment(ref _stamps[i]);
        }
    }

    private static int Stripe(string key) => (int)((uint)string.GetHashCode(PackageKey.PackageOf(key), StringComparison.Ordinal) % Stripes);
}
