using System.Buffers.Binary;
using System.Security.Cryptography;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Ids;

/// <summary>
/// Makes ids, each greater than the one before, also within a millisecond and when the clock is set back. Safe for any number of callers at once.
/// </summary>
public sealed class UlidFactory(TimeProvider time)
{
    private readonly Lock _lock = new();
    private UInt128 _last;

    public Ulid Next()
    {
        var now = Math.Clamp(time.GetUtcNow().ToUnixTimeMilliseconds(), 0, Ulid.MaxTimestamp);
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);

        // Half of the space stays free above the first id of a millisecond, for those that count on from it.
        random[0] &= 0x7F;
        lock (_lock)
        {
            var fresh = new Ulid(now, random);
            _last = fresh.Timestamp > (long)(_last >> 80) ? fresh.Value : _last + 1 + (BinaryPrimitives.ReadUInt32BigEndian(random) & 0xFFFF);
            return new Ulid(_last);
        }
    }
}
