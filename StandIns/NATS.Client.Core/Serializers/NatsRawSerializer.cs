using System.Buffers;

namespace NATS.Client.Core;

/// <summary>Payloads as bytes: arrays, memories, sequences and memory owners.</summary>
public class NatsRawSerializer<T> : INatsSerializer<T>
{
    public static readonly NatsRawSerializer<T> Default = new(NatsUtf8PrimitivesSerializer<T>.Default);

    private readonly INatsSerializer<T>? _next;

    public NatsRawSerializer(INatsSerializer<T>? next = default) => _next = next;

    public INatsSerializer<T> CombineWith(INatsSerializer<T>? next) => new NatsRawSerializer<T>(next);

    public void Serialize(IBufferWriter<byte> bufferWriter, T value)
    {
        switch (value)
        {
            case byte[] bytes:
                bufferWriter.Write(bytes);
                break;
            case Memory<byte> memory:
                bufferWriter.Write(memory.Span);
                break;
            case ReadOnlyMemory<byte> memory:
                bufferWriter.Write(memory.Span);
                break;
            case ReadOnlySequence<byte> sequence:
                foreach (var segment in sequence)
                    bufferWriter.Write(segment.Span);
                break;
            case IMemoryOwner<byte> owner:
                bufferWriter.Write(owner.Memory.Span);
                break;
            default:
                (_next ?? throw new NatsException($"Can't serialize {typeof(T)}")).Serialize(bufferWriter, value);
                break;
        }
    }

    public T? Deserialize(in ReadOnlySequence<byte> buffer)
    {
        if (typeof(T) == typeof(byte[]))
            return buffer.IsEmpty ? default : (T)(object)buffer.ToArray();
        if (typeof(T) == typeof(Memory<byte>))
            return buffer.IsEmpty ? default : (T)(object)new Memory<byte>(buffer.ToArray());
        if (typeof(T) == typeof(ReadOnlyMemory<byte>))
            return buffer.IsEmpty ? default : (T)(object)new ReadOnlyMemory<byte>(buffer.ToArray());
        if (typeof(T) == typeof(ReadOnlySequence<byte>))
            return buffer.IsEmpty ? default : (T)(object)new ReadOnlySequence<byte>(buffer.ToArray());
        if (typeof(T) == typeof(IMemoryOwner<byte>) || typeof(T) == typeof(NatsMemoryOwner<byte>))
            return buffer.IsEmpty ? default : (T)(object)Copy(buffer);
        return (_next ?? throw new NatsException($"Can't deserialize {typeof(T)}")).Deserialize(buffer);
    }

    private static NatsMemoryOwner<byte> Copy(in ReadOnlySequence<byte> buffer)
    {
        var owner = NatsMemoryOwner<byte>.Allocate(checked((int)buffer.Length));
        buffer.CopyTo(owner.Span);
        return owner;
    }
}
