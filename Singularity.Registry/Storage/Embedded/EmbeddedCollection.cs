using System.Linq.Expressions;
using LiteDB;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>A collection of the embedded file, whichever file that is at the moment.</summary>
/// <remarks>Every member throws <see cref="EmbeddedFileException"/> when the file cannot answer.</remarks>
internal sealed class EmbeddedCollection<T>(EmbeddedDatabase database, string name)
    where T : class
{
    private Opened? _opened;

    public T? FindById(string id) => Read(id, static (items, id) => items.FindById(id));

    /// <summary>What is read of one document; default when there is none.</summary>
    public TResult? Find<TResult>(string id, Func<T, TResult> read) =>
        Read((id, read), static (items, query) => items.FindById(query.id) is { } found ? query.read(found) : default);

    public bool Exists(string id) => Read(id, static (items, id) => items.FindById(id)) is not null;

    public List<T> Find(Expression<Func<T, bool>> predicate, int limit = int.MaxValue) =>
        Read((predicate, limit), static (items, query) => items.Find(query.predicate, limit: query.limit).ToList());

    public long LongCount() => Read(0, static (items, _) => items.LongCount());

    public long LongCount(Expression<Func<T, bool>> predicate) => Read(predicate, static (items, predicate) => items.LongCount(predicate));

    public bool Upsert(T item) => Write(item, static (items, item) => items.Upsert(item));

    public bool Delete(string id) => Write(id, static (items, id) => items.Delete(id));

    /// <summary>Read one by one, since together they may be large.</summary>
    public IEnumerable<T> FindAll()
    {
        var (file, all) = database.Read(this, static (file, self) => (file, file.Try((self, file), static s => s.self.In(s.file).FindAll().GetEnumerator())));
        using (all)
        {
            while (database.Read((file, all), static (now, s) => ReferenceEquals(now, s.file)
                ? now.Try(s.all, static all => all.MoveNext())
                : throw EmbeddedFileException.Replaced(now.Path)))
            {
                yield return all.Current;
            }
        }
    }

    private TResult Read<TState, TResult>(TState state, Func<ILiteCollection<T>, TState, TResult> ask) =>
        database.Read((self: this, state, ask), static (file, s) => file.Try((s.self, file, s.state, s.ask), static s => s.ask(s.self.In(s.file), s.state)));

    private TResult Write<TState, TResult>(TState state, Func<ILiteCollection<T>, TState, TResult> change) => database.Write(
        (self: this, state, change), static (file, s) => file.Try((s.self, file, s.state, s.change), static s => s.change(s.self.In(s.file), s.state)));

    private ILiteCollection<T> In(EmbeddedFile file)
    {
        if (_opened is { } opened && ReferenceEquals(opened.File, file))
        {
            return opened.Items;
        }

        var items = file.Database.GetCollection<T>(name);
        _opened = new Opened(file, items);
        return items;
    }

    private sealed record Opened(EmbeddedFile File, ILiteCollection<T> Items);
}
