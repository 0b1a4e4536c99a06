using System.Buffers;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>A reply in a rented buffer. Whoever sends it, or decides not to, disposes it once.</summary>
public sealed class PooledReply : IDisposable
{
    private byte[]? _buffer;
    private int _length;

    private PooledReply(byte[] buffer, int length) => (_buffer, _length) = (buffer, length);

    /// <summary>What is sent.</summary>
    public ReadOnlyMemory<byte> Bytes => Buffer.AsMemory(0, _length);

    /// <summary>The same, to be written.</summary>
    public Span<byte> Writable => Buffer.AsSpan(0, _length);

    private byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(PooledReply));

    /// <summary>So many bytes, with whatever was in them.</summary>
    public static PooledReply Rent(int length) => new(ArrayPool<byte>.Shared.Rent(length), length);

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
        }
    }
}
