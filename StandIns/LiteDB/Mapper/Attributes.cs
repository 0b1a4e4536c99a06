namespace LiteDB;

/// <summary>Marks the member that is the document's <c>_id</c>.</summary>
public class BsonIdAttribute(bool autoId) : Attribute
{
    public BsonIdAttribute()
        : this(true)
    {
    }

    public bool AutoId { get; } = autoId;
}

/// <summary>Leaves a member out of documents.</summary>
public class BsonIgnoreAttribute : Attribute;

/// <summary>Names a member's field.</summary>
public class BsonFieldAttribute : Attribute
{
    public BsonFieldAttribute()
    {
    }

    public BsonFieldAttribute(string name)
    {
        Name = name;
    }

    public string Name { get; set; }
}

/// <summary>Chooses the constructor that reads documents.</summary>
public class BsonCtorAttribute : Attribute;
