using System.Buffers;

namespace NATS.Client.Core;

/// <summary>
/// Room to serialize one message into before its size is known. One idle instance is kept per thread; user code that publishes from
/// within a serializer gets another.
/// </summary>
internal sealed class Scratch : IBufferWriter<byte>
{
    private const int KeepAtMost = 1024 * 1024;

    [ThreadStatic]
    private static Scratch? _idle;

    private byte[] _bytes = new byte[2048];
    private int _count;

    /// <summary>How many of the bytes written are the header block.</summary>
    public int HeaderLength { get; set; }

    public int Count => _count;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    public static Scratch Rent()
    {
        var scratch = _idle ?? new Scratch();
        _idle = null;
        return scratch;
    }

    public void Return()
    {
        _count = 0;
        HeaderLength = 0;
        if (_bytes.Length <= KeepAtMost)
            _idle = this;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _count);
        _count += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_count);
    }

    private void Reserve(int sizeHint)
    {
        var needed = checked(_count + Math.Max(sizeHint, 1));
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(needed, _bytes.Length * 2L), Array.MaxLength));
    }
}
