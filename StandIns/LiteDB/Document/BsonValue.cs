using System.Collections;

namespace LiteDB;

/// <summary>A value in a document: a type and the .NET value that carries it. Immutable, documents and arrays aside.</summary>
public partial class BsonValue : IComparable<BsonValue>, IEquatable<BsonValue>
{
    public static BsonValue Null = new(BsonType.Null, null);

    public static BsonValue MinValue = new(BsonType.MinValue, "-oo");

    public static BsonValue MaxValue = new(BsonType.MaxValue, "+oo");

    public BsonValue()
        : this(BsonType.Null, null)
    {
    }

    public BsonValue(int value)
        : this(BsonType.Int32, value)
    {
    }

    public BsonValue(long value)
        : this(BsonType.Int64, value)
    {
    }

    public BsonValue(double value)
        : this(BsonType.Double, value)
    {
    }

    public BsonValue(decimal value)
        : this(BsonType.Decimal, value)
    {
    }

    public BsonValue(string value)
        : this(value is null ? BsonType.Null : BsonType.String, value)
    {
    }

    public BsonValue(byte[] value)
        : this(value is null ? BsonType.Null : BsonType.Binary, value)
    {
    }

    public BsonValue(ObjectId value)
        : this(value is null ? BsonType.Null : BsonType.ObjectId, value)
    {
    }

    public BsonValue(Guid value)
        : this(BsonType.Guid, value)
    {
    }

    public BsonValue(bool value)
        : this(BsonType.Boolean, value)
    {
    }

    public BsonValue(DateTime value)
        : this(BsonType.DateTime, Truncate(value))
    {
    }

    public BsonValue(object value)
    {
        (Type, RawValue) = value switch
        {
            null => (BsonType.Null, null),
            int => (BsonType.Int32, value),
            long => (BsonType.Int64, value),
            double => (BsonType.Double, value),
            decimal => (BsonType.Decimal, value),
            string => (BsonType.String, value),
            BsonValue other => (other.Type, other.RawValue),
            IDictionary<string, BsonValue> => (BsonType.Document, value),
            IList<BsonValue> => (BsonType.Array, value),
            byte[] => (BsonType.Binary, value),
            LiteDB.ObjectId => (BsonType.ObjectId, value),
            System.Guid => (BsonType.Guid, value),
            bool => (BsonType.Boolean, value),
            System.DateTime date => (BsonType.DateTime, Truncate(date)),
            IDictionary dictionary => (BsonType.Document, dictionary.Keys.Cast<object>()
                .ToDictionary(key => key.ToString(), key => new BsonValue(dictionary[key]), StringComparer.Ordinal)),
            IEnumerable items => (BsonType.Array, items.Cast<object>().Select(item => new BsonValue(item)).ToList()),
            _ => throw new InvalidCastException("Value is not a valid BSON data type - Use Mapper.ToDocument for more complex types converts"),
        };
    }

    protected BsonValue(BsonType type, object rawValue)
    {
        Type = type;
        RawValue = rawValue;
    }

    public BsonType Type { get; }

    public object RawValue { get; }

    public virtual BsonValue this[string name]
    {
        get => throw new InvalidOperationException($"Cannot access non-document type value on {RawValue}");
        set => throw new InvalidOperationException($"Cannot access non-document type value on {RawValue}");
    }

    public virtual BsonValue this[int index]
    {
        get => throw new InvalidOperationException($"Cannot access non-array type value on {RawValue}");
        set => throw new InvalidOperationException($"Cannot access non-array type value on {RawValue}");
    }

    public override string ToString() => BsonJson.Write(this);

    /// <summary>Dates are kept to the millisecond, as they are stored.</summary>
    private static DateTime Truncate(DateTime value) =>
        value == DateTime.MinValue || value == DateTime.MaxValue
            ? value
            : new DateTime(value.Ticks - (value.Ticks % TimeSpan.TicksPerMillisecond), value.Kind);
}
