using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Messaging;

/// <summary>
/// What requests of packages.storage.get that were read before mean, by their bytes: clients ask for the same packages in the same words again and again, and
/// reading, checking and encoding a name costs more than finding it. Holds at most <see cref="Most"/> and begins anew when it is full.
/// </summary>
internal sealed class KnownRequests
{
    public const int Most = 8192;

    // Longer ones are rare, and no attacker fills memory with them.
    private const int Longest = 256;

    private readonly ConcurrentDictionary<byte[], KnownRequest> _known = new(BytesComparer.Instance);
    private int _count;

    public bool TryFind(ReadOnlySpan<byte> json, [NotNullWhen(true)] out KnownRequest? request) =>
        _known.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(json, out request);

    public void Add(ReadOnlySpan<byte> json, KnownRequest request)
    {
        if (json.Length > Longest || !_known.TryAdd(json.ToArray(), request))
        {
            return;
        }

        if (Interlocked.Increment(ref _count) > Most)
        {
            _known.Clear();
            Volatile.Write(ref _count, 0);
        }
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] bytes) => GetHashCode(bytes.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        // Seeded anew in every process, so that nobody can choose requests that collide.
        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}

/// <summary>A request that was read and found good.</summary>
/// <param name="Key">Under which the near cache would hold the answer; null where a range or tag has to be resolved first.</param>
/// <param name="MaxAge">Null takes what is configured.</param>
internal sealed record KnownRequest(PackageSpec Spec, string? Key, TimeSpan? MaxAge);
