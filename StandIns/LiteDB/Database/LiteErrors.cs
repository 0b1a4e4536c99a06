namespace LiteDB;

/// <summary>The errors of a database, each in one place.</summary>
internal static class LiteErrors
{
    public static LiteException InvalidDatabase(Exception inner = null) =>
        new(LiteException.INVALID_DATABASE, "File is not a valid LiteDB database format or contains a invalid password.", inner);

    public static LiteException InvalidDatafileState(string message, Exception inner) =>
        new(LiteException.INVALID_DATAFILE_STATE, message, inner);

    public static LiteException EngineDisposed() => new(LiteException.ENGINE_DISPOSED, "This engine instance already disposed.");

    public static LiteException LockTimeout(TimeSpan timeout) =>
        new(LiteException.LOCK_TIMEOUT, $"Database lock timeout when entering in write mode after {timeout}");

    public static LiteException DuplicateKey(string index, BsonValue key) =>
        new(LiteException.INDEX_DUPLICATE_KEY, $"Cannot insert duplicate key in unique index '{index}'. The duplicate value is '{key}'.");

    public static LiteException InvalidIndexKey(string message) => new(LiteException.INVALID_INDEX_KEY, message);

    public static LiteException InvalidIndexName(string name, string collection, string reason) =>
        new(LiteException.INVALID_INDEX_NAME, $"Invalid index name '{name}' on collection '{collection}': {reason}");

    public static LiteException IndexAlreadyExist(string name) =>
        new(LiteException.INDEX_ALREADY_EXIST, $"Index name '{name}' already exist with a differnt expression. Try drop index first.");

    public static LiteException IndexNotFound(string name) => new(LiteException.INDEX_NOT_FOUND, $"Index not found '{name}'.");

    public static LiteException IndexDropId() => new(LiteException.INDEX_DROP_ID, "Primary key index '_id' can't be dropped.");

    public static LiteException InvalidCollectionName(string name, string reason) =>
        new(LiteException.INVALID_COLLECTION_NAME, $"Invalid collection name '{name}': {reason}");

    public static LiteException CollectionNotFound(string name) => new(LiteException.COLLECTION_NOT_FOUND, $"Collection not found: '{name}'");

    public static LiteException CollectionAlreadyExist(string name) =>
        new(LiteException.COLLECTION_ALREADY_EXIST, $"Collection already exist: '{name}'");

    public static LiteException InvalidDataType(string field, BsonValue value) =>
        new(LiteException.INVALID_DATA_TYPE, $"Invalid BSON data type '{value.Type}' on field '{field}'.");

    public static LiteException DocumentMaxDepth(int depth, Type type) => new(
        LiteException.DOCUMENT_MAX_DEPTH,
        $"Document has more than {depth} nested documents in '{type?.Name ?? "-"}'. Check for circular references (use DbRef).");

    public static LiteException InvalidTypedName(string type) => new(
        LiteException.INVALID_TYPED_NAME, $"Type '{type}' not found in current domain (_type format is 'Type.FullName, AssemblyName').");

    public static LiteException NotAssignable(Type target, Type actual) => new(
        LiteException.DATA_TYPE_NOT_ASSIGNABLE, $"Data type {target.FullName} is not assignable from data type {actual.FullName}");

    public static LiteException InvalidCtor(Type type, Exception inner) => new(
        LiteException.INVALID_CTOR,
        $"Failed to create instance for type '{type.FullName}' from assembly '{type.AssemblyQualifiedName}'. " +
        "Checks if the class has a public constructor with no parameters.",
        inner);
}
