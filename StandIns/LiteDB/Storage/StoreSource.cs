namespace LiteDB;

/// <summary>
/// Opens the file: at once when it is this process's alone, at the first use when it is shared. A file that could not be opened is
/// tried again at the next use.
/// </summary>
internal sealed class StoreSource : IDisposable
{
    private readonly Lock _opening = new();
    private readonly ConnectionString _settings;
    private volatile Store _store;
    private bool _disposed;

    public StoreSource(ConnectionString settings)
    {
        _settings = settings;
        if (settings.Connection == ConnectionType.Direct)
        {
            _store = new Store(settings);
        }
    }

    public Store Store => _store ?? Open();

    public void Dispose()
    {
        lock (_opening)
        {
            _disposed = true;
            _store?.Dispose();
        }
    }

    private Store Open()
    {
        lock (_opening)
        {
            return _disposed ? throw LiteErrors.EngineDisposed() : _store ??= new Store(_settings);
        }
    }
}
