namespace LiteDB;

public interface ILiteDatabase : IDisposable
{
    BsonMapper Mapper { get; }

    Collation Collation { get; }

    /// <summary>How long a write waits for another one to end. Default one minute.</summary>
    TimeSpan Timeout { get; set; }

    /// <summary>Whether dates are read as UTC instead of local time. Default false; kept in the file.</summary>
    bool UtcDate { get; set; }

    /// <summary>A number for the application's use, kept in the file. Default 0.</summary>
    int UserVersion { get; set; }

    ILiteCollection<T> GetCollection<T>(string name, BsonAutoId autoId = BsonAutoId.ObjectId);

    ILiteCollection<T> GetCollection<T>();

    ILiteCollection<T> GetCollection<T>(BsonAutoId autoId);

    ILiteCollection<BsonDocument> GetCollection(string name, BsonAutoId autoId = BsonAutoId.ObjectId);

    /// <summary>Begins a transaction of this thread; false when it has one already.</summary>
    bool BeginTrans();

    bool Commit();

    bool Rollback();

    IEnumerable<string> GetCollectionNames();

    bool CollectionExists(string name);

    bool DropCollection(string name);

    bool RenameCollection(string oldName, string newName);

    /// <summary>Moves everything from the log into the data file.</summary>
    void Checkpoint();
}
