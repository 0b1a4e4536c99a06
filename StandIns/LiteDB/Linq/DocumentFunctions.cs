namespace LiteDB;

/// <summary>Functions over values. Of a value that they do not apply to they make null.</summary>
internal static class DocumentFunctions
{
    public static BsonValue Lower(BsonValue value) => value.IsString ? value.AsString.ToLowerInvariant() : BsonValue.Null;

    public static BsonValue Upper(BsonValue value) => value.IsString ? value.AsString.ToUpperInvariant() : BsonValue.Null;

    public static BsonValue Trim(BsonValue value) => value.IsString ? value.AsString.Trim() : BsonValue.Null;

    public static BsonValue Length(BsonValue value) => value switch
    {
        { IsString: true } => value.AsString.Length,
        { IsBinary: true } => value.AsBinary.Length,
        BsonArray array => array.Count,
        BsonDocument document => document.Count,
        { IsNull: true } => 0,
        _ => BsonValue.Null,
    };

    public static BsonValue IsEmpty(BsonValue value) => Length(value) == 0;

    public static BsonValue IsBlank(BsonValue value) => value.IsNull || (value.IsString && string.IsNullOrWhiteSpace(value.AsString));
}
