namespace LiteDB;

internal sealed partial class Store
{
    public int Insert(string collection, IEnumerable<BsonDocument> documents, BsonAutoId autoId) => Write(session =>
    {
        var table = Documents(session, Ensure(session, collection));
        var count = 0;
        foreach (var document in documents)
        {
            Insert(table, collection, document, autoId);
            count++;
        }

        return count;
    });

    /// <summary>How many documents were new.</summary>
    public int Upsert(string collection, IEnumerable<BsonDocument> documents, BsonAutoId autoId) => Write(session =>
    {
        var table = Documents(session, Ensure(session, collection));
        var count = 0;
        foreach (var document in documents.Where(document => !table.Update(document)))
        {
            Insert(table, collection, document, autoId);
            count++;
        }

        return count;
    });

    /// <summary>How many documents were found.</summary>
    public int Update(string collection, IEnumerable<BsonDocument> documents) => Write(session =>
        Find(session, collection) is { } found ? documents.Count(Documents(session, found).Update) : 0);

    public bool Delete(string collection, BsonValue id) => Write(session =>
        Find(session, collection) is { } found && Documents(session, found).Delete(id));

    /// <param name="collection">The collection's name.</param>
    /// <param name="condition">What to delete; null is everything.</param>
    public int DeleteMany(string collection, QueryNode condition) => Write(session =>
    {
        if (Find(session, collection) is not { } found)
        {
            return 0;
        }

        var table = Documents(session, found);
        if (condition is null)
        {
            return table.DeleteAll();
        }

        var rows = Run(session, collection, new QuerySpec { Where = { condition } }).ToList();
        rows.ForEach(row => table.Delete(row.Row, row.Document));
        return rows.Count;
    });

    private DocumentTable Documents(Session session, CollectionTable table) => new(session, table, Collation);

    private void Insert(DocumentTable table, string collection, BsonDocument document, BsonAutoId autoId)
    {
        if (!document.TryGetValue("_id", out var id))
        {
            document["_id"] = autoId switch
            {
                BsonAutoId.ObjectId => ObjectId.NewObjectId(),
                BsonAutoId.Guid => Guid.NewGuid(),
                BsonAutoId.Int32 => (int)NextInSequence(table, collection, autoId),
                _ => NextInSequence(table, collection, autoId),
            };
        }
        else if (id.IsNumber && _sequences.TryGetValue(collection, out var last))
        {
            _sequences[collection] = Math.Max(last, id.AsInt64);
        }

        table.Insert(document);
    }

    /// <summary>One more than any number given or found so far, so that the number of a deleted document does not come back.</summary>
    private long NextInSequence(DocumentTable table, string collection, BsonAutoId autoId)
    {
        var last = table.LastId();
        if (last is { IsNumber: false })
        {
            throw new LiteException(
                0, $"It's not possible use AutoId={autoId} because '{collection}' collection contains not only numbers in _id index ({last}).");
        }

        return _sequences[collection] = Math.Max(last?.AsInt64 ?? 0, _sequences.GetValueOrDefault(collection)) + 1;
    }
}
