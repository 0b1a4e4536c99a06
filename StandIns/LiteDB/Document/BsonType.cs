namespace LiteDB;

/// <summary>The types of a value, in the order in which values of different types sort.</summary>
public enum BsonType
{
    MinValue = 0,
    Null = 1,
    Int32 = 2,
    Int64 = 3,
    Double = 4,
    Decimal = 5,
    String = 6,
    Document = 7,
    Array = 8,
    Binary = 9,
    ObjectId = 10,
    Guid = 11,
    Boolean = 12,
    DateTime = 13,
    MaxValue = 14,
}

/// <summary>How a collection makes an <c>_id</c> for a document that has none.</summary>
public enum BsonAutoId
{
    Int32 = 2,
    Int64 = 3,
    ObjectId = 10,
    Guid = 11,
}
