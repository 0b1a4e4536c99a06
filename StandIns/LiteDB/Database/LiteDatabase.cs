namespace LiteDB;

/// <summary>A database in one file. Share one instance between threads; dispose it to close the file.</summary>
public class LiteDatabase : ILiteDatabase
{
    private readonly StoreSource _source;

    static LiteDatabase() => SQLitePCL.Batteries_V2.Init();

    /// <exception cref="LiteException">
    /// The file is no database (<see cref="LiteException.INVALID_DATABASE"/>) or damaged; when shared, thrown by the first use.
    /// </exception>
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

        _source = new StoreSource(connectionString);
        Mapper = mapper ?? BsonMapper.Global;
    }

    public BsonMapper Mapper { get; }

    public Collation Collation => _source.Store.Collation;

    public TimeSpan Timeout
    {
        get => _source.Store.Timeout;
        set => _source.Store.Timeout = value;
    }

    public bool UtcDate
    {
        get => _source.Store.UtcDate;
        set => _source.Store.SetUtcDate(value);
    }

    public int UserVersion
    {
        get => _source.Store.UserVersion;
        set => _source.Store.UserVersion = value;
    }

    public ILiteCollection<T> GetCollection<T>(string name, BsonAutoId autoId = BsonAutoId.ObjectId) =>
        new LiteCollection<T>(name, autoId, _source, Mapper);

    public ILiteCollection<T> GetCollection<T>() => GetCollection<T>(null);

    public ILiteCollection<T> GetCollection<T>(BsonAutoId autoId) => GetCollection<T>(null, autoId);

    public ILiteCollection<BsonDocument> GetCollection(string name, BsonAutoId autoId = BsonAutoId.ObjectId)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ArgumentNullException(nameof(name));
        }

        return new LiteCollection<BsonDocument>(name, autoId, _source, Mapper);
    }

    public bool BeginTrans() => _source.Store.BeginTrans();

    public bool Commit() => _source.Store.Commit();

    public bool Rollback() => _source.Store.Rollback();

    public IEnumerable<string> GetCollectionNames() => _source.Store.CollectionNames();

    public bool CollectionExists(string name) => GetCollectionNames().Contains(Named(name), StringComparer.OrdinalIgnoreCase);

    public bool DropCollection(string name) => _source.Store.DropCollection(Named(name));

    public bool RenameCollection(string oldName, string newName) => _source.Store.RenameCollection(Named(oldName), Named(newName));

    public void Checkpoint() => _source.Store.Checkpoint();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }
    }

    private static string Named(string name) => string.IsNullOrWhiteSpace(name) ? throw new ArgumentNullException(nameof(name)) : name;
}
