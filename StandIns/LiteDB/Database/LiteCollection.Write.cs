using System.Linq.Expressions;

namespace LiteDB;

public sealed partial class LiteCollection<T>
{
    public BsonValue Insert(T entity)
    {
        BsonDocument inserted = null;
        Store.Insert(Name, Documents([Given(entity)], document => inserted = document), AutoId);
        return inserted["_id"];
    }

    public void Insert(BsonValue id, T entity) => Store.Insert(Name, [WithId(id, entity)], AutoId);

    public int Insert(IEnumerable<T> entities) => Store.Insert(Name, Documents(Given(entities)), AutoId);

    public bool Upsert(T entity) => Upsert([Given(entity)]) == 1;

    public int Upsert(IEnumerable<T> entities) => Store.Upsert(Name, Documents(Given(entities)), AutoId);

    public bool Upsert(BsonValue id, T entity) => Store.Upsert(Name, [WithId(id, entity)], AutoId) > 0;

    public bool Update(T entity) => Update([Given(entity)]) > 0;

    public bool Update(BsonValue id, T entity) => Store.Update(Name, [WithId(id, entity)]) > 0;

    public int Update(IEnumerable<T> entities) => Store.Update(Name, Given(entities).Select(_mapper.ToDocument));

    public bool Delete(BsonValue id) => Store.Delete(Name, GivenId(id));

    public int DeleteAll() => Store.DeleteMany(Name, null);

    public int DeleteMany(Expression<Func<T, bool>> predicate) =>
        Store.DeleteMany(Name, PredicateTranslator.Predicate(_mapper, Given(predicate)));

    private static TValue Given<TValue>(TValue value) => value is null ? throw new ArgumentNullException(nameof(value)) : value;

    private static BsonValue GivenId(BsonValue id) => id is null || id.IsNull ? throw new ArgumentNullException(nameof(id)) : id;

    private BsonDocument WithId(BsonValue id, T entity)
    {
        var document = _mapper.ToDocument(Given(entity));
        document["_id"] = GivenId(id);
        return document;
    }

    /// <summary>Documents without the ids that are to be made; once one is written, its entity is told.</summary>
    private IEnumerable<BsonDocument> Documents(IEnumerable<T> entities, Action<BsonDocument> written = null)
    {
        foreach (var entity in entities)
        {
            var document = _mapper.ToDocument(entity);
            var removed = _id is not null && document.TryGetValue("_id", out var id) && IsEmpty(id) && document.Remove("_id");
            yield return document;
            written?.Invoke(document);
            if (removed)
            {
                _id.Set?.Invoke(entity, document["_id"].RawValue);
            }
        }
    }

    private bool IsEmpty(BsonValue id) => AutoId switch
    {
        BsonAutoId.Int32 => id.IsInt32 && id.AsInt32 == 0,
        BsonAutoId.Int64 => id.IsInt64 && id.AsInt64 == 0,
        BsonAutoId.Guid => id.IsGuid && id.AsGuid == Guid.Empty,
        _ => id.IsNull || (id.IsObjectId && id.AsObjectId == ObjectId.Empty),
    };
}
