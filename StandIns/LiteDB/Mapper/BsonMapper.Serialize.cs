using System.Collections;

namespace LiteDB;

public partial class BsonMapper
{
    public virtual BsonDocument ToDocument(Type type, object entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return entity as BsonDocument ?? Serialize(type, entity, 0).AsDocument;
    }

    public virtual BsonDocument ToDocument<T>(T entity) => ToDocument(typeof(T), entity);

    public BsonValue Serialize<T>(T obj) => Serialize(typeof(T), obj, 0);

    public BsonValue Serialize(Type type, object obj) => Serialize(type, obj, 0);

    private static string KeyOf(object key) => key is DateTime date ? date.ToString("o") : key.ToString();

    private BsonValue Serialize(Type type, object value, int depth)
    {
        if (++depth > MaxDepth)
        {
            throw LiteErrors.DocumentMaxDepth(MaxDepth, type);
        }

        if (value is not null &&
            (_serializers.TryGetValue(type, out var custom) || _serializers.TryGetValue(value.GetType(), out custom)))
        {
            return custom(value);
        }

        return value switch
        {
            null => BsonValue.Null,
            BsonValue bson => bson,
            string text => SerializeText(text),
            int or long or double or decimal or byte[] or ObjectId or Guid or bool or DateTime => new BsonValue(value),
            short or ushort or byte or sbyte => new BsonValue(Convert.ToInt32(value)),
            uint number => new BsonValue((long)number),
            ulong number => new BsonValue(unchecked((long)number)),
            float number => new BsonValue((double)number),
            char character => new BsonValue(character.ToString()),
            Enum => EnumAsInteger ? new BsonValue(Convert.ToInt32(value)) : new BsonValue(value.ToString()),
            IDictionary dictionary => SerializeDictionary(type == typeof(object) ? value.GetType() : type, dictionary, depth),
            IEnumerable items => SerializeArray(TypeShapes.ItemOf(type), items, depth),
            _ => SerializeObject(type, value, depth),
        };
    }

    private BsonValue SerializeText(string text)
    {
        var kept = TrimWhitespace ? text.Trim() : text;
        return EmptyStringToNull && kept.Length == 0 ? BsonValue.Null : new BsonValue(kept);
    }

    private BsonArray SerializeArray(Type itemType, IEnumerable items, int depth)
    {
        var array = new BsonArray();
        foreach (var item in items)
        {
            array.Add(Serialize(itemType, item, depth));
        }

        return array;
    }

    private BsonDocument SerializeDictionary(Type type, IDictionary dictionary, int depth)
    {
        var valueType = type.IsGenericType ? type.GetGenericArguments()[1] : typeof(object);
        var document = new BsonDocument();
        foreach (DictionaryEntry entry in dictionary)
        {
            document[KeyOf(entry.Key)] = Serialize(valueType, entry.Value, depth);
        }

        return document;
    }

    private BsonDocument SerializeObject(Type type, object value, int depth)
    {
        var actual = value.GetType();
        var document = new BsonDocument();
        if (type != actual)
        {
            document["_type"] = _typeNames.GetName(actual);
        }

        foreach (var member in MapOf(actual).Members)
        {
            var content = member.Get(value);
            if (content is not null || SerializeNullValues || member.Field == "_id")
            {
                document[member.Field] = Serialize(member.Type, content, depth);
            }
        }

        return document;
    }
}
