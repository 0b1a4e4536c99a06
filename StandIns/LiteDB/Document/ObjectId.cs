using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LiteDB;

/// <summary>A 12 byte identifier that sorts by the second of its creation.</summary>
public class ObjectId : IComparable<ObjectId>, IEquatable<ObjectId>
{
    private static readonly int ProcessMachine = RandomNumberGenerator.GetInt32(0x1000000);
    private static int _counter = RandomNumberGenerator.GetInt32(0x1000000);

    public ObjectId()
    {
    }

    public ObjectId(int timestamp, int machine, short pid, int increment)
    {
        Timestamp = timestamp;
        Machine = machine & 0xFFFFFF;
        Pid = pid;
        Increment = increment & 0xFFFFFF;
    }

    public ObjectId(string value)
        : this(FromHex(value))
    {
    }

    public ObjectId(byte[] bytes, int startIndex = 0)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var source = bytes.AsSpan(startIndex, 12);
        Timestamp = BinaryPrimitives.ReadInt32BigEndian(source);
        Machine = BinaryPrimitives.ReadInt32BigEndian(source[3..]) & 0xFFFFFF;
        Pid = BinaryPrimitives.ReadInt16BigEndian(source[7..]);
        Increment = BinaryPrimitives.ReadInt32BigEndian(source[8..]) & 0xFFFFFF;
    }

    public static ObjectId Empty => new();

    public int Timestamp { get; }

    public int Machine { get; }

    public short Pid { get; }

    public int Increment { get; }

    public DateTime CreationTime => DateTime.UnixEpoch.AddSeconds(Timestamp);

    public static ObjectId NewObjectId()
    {
        var seconds = (int)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var increment = Interlocked.Increment(ref _counter);
        return new ObjectId(seconds, ProcessMachine, unchecked((short)Environment.ProcessId), increment);
    }

    public static bool operator ==(ObjectId lhs, ObjectId rhs) => lhs is null ? rhs is null : lhs.Equals(rhs);

    public static bool operator !=(ObjectId lhs, ObjectId rhs) => !(lhs == rhs);

    public static bool operator >=(ObjectId lhs, ObjectId rhs) => lhs.CompareTo(rhs) >= 0;

    public static bool operator >(ObjectId lhs, ObjectId rhs) => lhs.CompareTo(rhs) > 0;

    public static bool operator <(ObjectId lhs, ObjectId rhs) => lhs.CompareTo(rhs) < 0;

    public static bool operator <=(ObjectId lhs, ObjectId rhs) => lhs.CompareTo(rhs) <= 0;

    public bool Equals(ObjectId other) =>
        other is not null && Timestamp == other.Timestamp && Machine == other.Machine && Pid == other.Pid && Increment == other.Increment;

    public override bool Equals(object other) => Equals(other as ObjectId);

    public override int GetHashCode() => HashCode.Combine(Timestamp, Machine, Pid, Increment);

    public int CompareTo(ObjectId other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ToByteArray().AsSpan().SequenceCompareTo(other.ToByteArray()) switch { < 0 => -1, > 0 => 1, _ => 0 };
    }

    public byte[] ToByteArray()
    {
        var bytes = new byte[12];
        ToByteArray(bytes, 0);
        return bytes;
    }

    public void ToByteArray(byte[] bytes, int startIndex)
    {
        var target = bytes.AsSpan(startIndex, 12);
        BinaryPrimitives.WriteInt32BigEndian(target[8..], Increment | (Pid << 24));
        BinaryPrimitives.WriteInt16BigEndian(target[7..], Pid);
        target[4] = (byte)(Machine >> 16);
        target[5] = (byte)(Machine >> 8);
        target[6] = (byte)Machine;
        BinaryPrimitives.WriteInt32BigEndian(target, Timestamp);
    }

    public override string ToString() => Convert.ToHexStringLower(ToByteArray());

    private static byte[] FromHex(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        return value.Length == 24
            ? Convert.FromHexString(value)
            : throw new ArgumentException($"ObjectId strings should be 24 hex characters, got {value.Length} : \"{value}\"", nameof(value));
    }
}
