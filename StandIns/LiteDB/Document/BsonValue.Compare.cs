namespace LiteDB;

public partial class BsonValue
{
    public static bool operator ==(BsonValue lhs, BsonValue rhs) => lhs is null ? rhs is null : rhs is not null && lhs.Equals(rhs);

    public static bool operator !=(BsonValue lhs, BsonValue rhs) => !(lhs == rhs);

    public static bool operator >=(BsonValue lhs, BsonValue rhs) => lhs.CompareTo(rhs) >= 0;

    public static bool operator >(BsonValue lhs, BsonValue rhs) => lhs.CompareTo(rhs) > 0;

    public static bool operator <(BsonValue lhs, BsonValue rhs) => lhs.CompareTo(rhs) < 0;

    public static bool operator <=(BsonValue lhs, BsonValue rhs) => lhs.CompareTo(rhs) <= 0;

    public virtual int CompareTo(BsonValue other) => CompareTo(other, Collation.Binary);

    /// <summary>Values of different types sort by type; numbers of all types compare as numbers.</summary>
    public virtual int CompareTo(BsonValue other, Collation collation)
    {
        ArgumentNullException.ThrowIfNull(other);
        var order = Type != other.Type
            ? CompareTypes(other)
            : Type switch
            {
                BsonType.Int32 => AsInt32.CompareTo(other.AsInt32),
                BsonType.Int64 => AsInt64.CompareTo(other.AsInt64),
                BsonType.Double => AsDouble.CompareTo(other.AsDouble),
                BsonType.Decimal => AsDecimal.CompareTo(other.AsDecimal),
                BsonType.String => collation.Compare(AsString, other.AsString),
                BsonType.Binary => AsBinary.AsSpan().SequenceCompareTo(other.AsBinary),
                BsonType.ObjectId => AsObjectId.CompareTo(other.AsObjectId),
                BsonType.Guid => AsGuid.CompareTo(other.AsGuid),
                BsonType.Boolean => AsBoolean.CompareTo(other.AsBoolean),
                BsonType.DateTime => Universal(AsDateTime).CompareTo(Universal(other.AsDateTime)),
                _ => CompareContent(other, collation),
            };
        return Math.Sign(order);
    }

    public bool Equals(BsonValue other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object obj) => Equals(obj as BsonValue);

    public override int GetHashCode() => HashCode.Combine(Type, RawValue);

    /// <summary>Compares with a value of the same type, where the type has parts.</summary>
    internal virtual int CompareContent(BsonValue other, Collation collation) => 0;

    private static DateTime Universal(DateTime value) => value.Kind == DateTimeKind.Utc ? value : value.ToUniversalTime();

    private int CompareTypes(BsonValue other) =>
        IsNumber && other.IsNumber ? CompareNumbers(other) : Type.CompareTo(other.Type);

    private int CompareNumbers(BsonValue other)
    {
        // Doubles beyond the range of decimals cannot be converted; they are also beyond every integer.
        var range = (double)decimal.MaxValue;
        return Math.Abs(AsDouble) < range && Math.Abs(other.AsDouble) < range
            ? AsDecimal.CompareTo(other.AsDecimal)
            : AsDouble.CompareTo(other.AsDouble);
    }
}
