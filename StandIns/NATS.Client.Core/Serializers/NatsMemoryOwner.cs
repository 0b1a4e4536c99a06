using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace NATS.Client.Core;

/// <summary>Pooled memory of exactly the length asked for; dispose it once to return it.</summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Owners are not compared.")]
public struct NatsMemoryOwner<T> : IMemoryOwner<T>
{
    private readonly int _length;
    private T[]? _array;

    private NatsMemoryOwner(int length)
    {
        _length = length;
        _array = length == 0 ? [] : ArrayPool<T>.Shared.Rent(length);
    }

    public static NatsMemoryOwner<T> Empty => new(0);

    public readonly int Length => _length;

    public readonly Memory<T> Memory => Array.AsMemory(0, _length);

    public readonly Span<T> Span => Array.AsSpan(0, _length);

    private readonly T[] Array => _array ?? throw new ObjectDisposedException(nameof(NatsMemoryOwner<T>));

    public static NatsMemoryOwner<T> Allocate(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return new(size);
    }

    public void Dispose()
    {
        if (_array is { Length: > 0 } array)
            ArrayPool<T>.Shared.Return(array);
        _array = null;
    }
}
