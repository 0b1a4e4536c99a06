namespace LiteDB;

public partial class BsonValue
{
    public BsonArray AsArray => this as BsonArray;

    public BsonDocument AsDocument => this as BsonDocument;

    public byte[] AsBinary => RawValue as byte[];

    public bool AsBoolean => (bool)RawValue;

    public string AsString => (string)RawValue;

    public int AsInt32 => Convert.ToInt32(RawValue);

    public long AsInt64 => Convert.ToInt64(RawValue);

    public double AsDouble => Convert.ToDouble(RawValue);

    public decimal AsDecimal => Convert.ToDecimal(RawValue);

    public DateTime AsDateTime => (DateTime)RawValue;

    public ObjectId AsObjectId => (ObjectId)RawValue;

    public Guid AsGuid => (Guid)RawValue;

    public bool IsNull => Type == BsonType.Null;

    public bool IsArray => Type == BsonType.Array;

    public bool IsDocument => Type == BsonType.Document;

    public bool IsInt32 => Type == BsonType.Int32;

    public bool IsInt64 => Type == BsonType.Int64;

    public bool IsDouble => Type == BsonType.Double;

    public bool IsDecimal => Type == BsonType.Decimal;

    public bool IsNumber => Type is BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal;

    public bool IsBinary => Type == BsonType.Binary;

    public bool IsBoolean => Type == BsonType.Boolean;

    public bool IsString => Type == BsonType.String;

    public bool IsObjectId => Type == BsonType.ObjectId;

    public bool IsGuid => Type == BsonType.Guid;

    public bool IsDateTime => Type == BsonType.DateTime;

    public bool IsMinValue => Type == BsonType.MinValue;

    public bool IsMaxValue => Type == BsonType.MaxValue;

    public static implicit operator int(BsonValue value) => (int)value.RawValue;

    public static implicit operator BsonValue(int value) => new(value);

    public static implicit operator long(BsonValue value) => (long)value.RawValue;

    public static implicit operator BsonValue(long value) => new(value);

    public static implicit operator double(BsonValue value) => (double)value.RawValue;

    public static implicit operator BsonValue(double value) => new(value);

    public static implicit operator decimal(BsonValue value) => (decimal)value.RawValue;

    public static implicit operator BsonValue(decimal value) => new(value);

    public static implicit operator string(BsonValue value) => (string)value.RawValue;

    public static implicit operator BsonValue(string value) => new(value);

    public static implicit operator byte[](BsonValue value) => (byte[])value.RawValue;

    public static implicit operator BsonValue(byte[] value) => new(value);

    public static implicit operator ObjectId(BsonValue value) => (ObjectId)value.RawValue;

    public static implicit operator BsonValue(ObjectId value) => new(value);

    public static implicit operator Guid(BsonValue value) => (Guid)value.RawValue;

    public static implicit operator BsonValue(Guid value) => new(value);

    public static implicit operator bool(BsonValue value) => (bool)value.RawValue;

    public static implicit operator BsonValue(bool value) => new(value);

    public static implicit operator DateTime(BsonValue value) => (DateTime)value.RawValue;

    public static implicit operator BsonValue(DateTime value) => new(value);
}
