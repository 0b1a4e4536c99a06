namespace LiteDB;

/// <summary>A database in one file. Share one instance between threads; dispose it to close the file.</summary>
public class LiteDatabase : ILiteDatabase
{
    private readonly Store _store;

    static LiteDatabase() => SQLitePCL.Batteries_V2.Init();

    /// <exception cref="LiteException">The file is no database (<see cref="LiteException.INVALID_DATABASE"/>) or damaged.</exception>
    public LiteDatabase(string connectionString, BsonMapper mapper = null)
        : this(new ConnectionString(connectionString), mapper)
    {
    }

    /// <inheritdoc cref="LiteDatabase(string, BsonMapper)"/>
    public LiteDatabase(ConnectionString connectionString, BsonMapper mapper = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        if (string.IsNullOrEmpty(connectionString.Filename))
        {
            throw new ArgumentException("A database needs a Filename.", nameof(connectionString));
        }

        _store = new Store(connectionString);
        Mapper = mapper ?? BsonMapper.Global;
    }

    public BsonMapper Mapper { get; }

    public Collation Collation => _store.Collation;

    public TimeSpan Timeout
    {
        get => _store.Timeout;
        set => _store.Timeout = value;
    }

    public bool UtcDate
    {
        get => _store.UtcDate;
        set => _store.SetUtcDate(value);
    }

    public int UserVersion
    {
        get => _store.UserVersion;
        set => _store.UserVersion = value;
    }

    public ILiteCollection<T> GetCollection<T>(string name, BsonAutoId autoId = BsonAutoId.ObjectId) =>
        new LiteCollection<T>(name, autoId, _store, Mapper);

    public ILiteCollection<T> GetCollection<T>() => GetCollection<T>(null);

    public ILiteCollection<T> GetCollection<T>(BsonAutoId autoId) => GetCollection<T>(null, autoId);

    public ILiteCollection<BsonDocument> GetCollection(string name, BsonAutoId autoId = BsonAutoId.ObjectId)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ArgumentNullException(nameof(name));
        }

        return new LiteCollection<BsonDocument>(name, autoId, _store, Mapper);
    }

    public bool BeginTrans() => _store.BeginTrans();

    public bool Commit() => _store.Commit();

    public bool Rollback() => _store.Rollback();

    public IEnumerable<string> GetCollectionNames() => _store.CollectionNames();

    public bool CollectionExists(string name) => GetCollectionNames().Contains(Named(name), StringComparer.OrdinalIgnoreCase);

    public bool DropCollection(string name) => _store.DropCollection(Named(name));

    public bool RenameCollection(string oldName, string newName) => _store.RenameCollection(Named(oldName), Named(newName));

    public void Checkpoint() => _store.Checkpoint();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _store.Dispose();
        }
    }

    private static string Named(string name) => string.IsNullOrWhiteSpace(name) ? throw new ArgumentNullException(nameof(name)) : name;
}
