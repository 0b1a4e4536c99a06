using System.Buffers;
using Microsoft.Extensions.ObjectPool;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>A reply in a rented buffer. Whoever sends it, or decides not to, disposes it once and does not touch it again: buffer and reply then serve others.</summary>
public sealed class PooledReply : IDisposable
{
    // As many as are answered at once; beyond that they are made anew.
    private static readonly DefaultObjectPool<PooledReply> Pool = new(new Policy(), maximumRetained: 256);

    private byte[]? _buffer;
    private int _length;

    private PooledReply() => Answer = new ServiceReply<PooledReply>.Ok(this);

    /// <summary>This, as what became of a request; made once.</summary>
    public ServiceReply<PooledReply> Answer { get; }

    /// <summary>What is sent.</summary>
    public ReadOnlyMemory<byte> Bytes => Buffer.AsMemory(0, _length);

    /// <summary>The same, to be written.</summary>
    public Span<byte> Writable => Buffer.AsSpan(0, _length);

    private byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(PooledReply));

    /// <summary>So many bytes, with whatever was in them.</summary>
    public static PooledReply Rent(int length)
    {
        var reply = Pool.Get();
        reply._buffer = ArrayPool<byte>.Shared.Rent(length);
        reply._length = length;
        return reply;
    }

    /// <summary>Less than was rented.</summary>
    public void Cut(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)_length, nameof(length));
        _length = length;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            Pool.Return(this);
        }
    }

    private sealed class Policy : IPooledObjectPolicy<PooledReply>
    {
        public PooledReply Create() => new();

        public bool Return(PooledReply obj) => true;
    }
}
