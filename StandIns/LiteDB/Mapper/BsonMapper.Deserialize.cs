using System.Collections;

namespace LiteDB;

public partial class BsonMapper
{
    public virtual object ToObject(Type type, BsonDocument doc)
    {
        ArgumentNullException.ThrowIfNull(doc);
        return Deserialize(type, doc);
    }

    public virtual T ToObject<T>(BsonDocument doc) => (T)ToObject(typeof(T), doc);

    public T Deserialize<T>(BsonValue value) => value is null || value.IsNull ? default : (T)Deserialize(typeof(T), value);

    public object Deserialize(Type type, BsonValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.IsNull)
        {
            return null;
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (_deserializers.TryGetValue(type, out var custom))
        {
            return custom(value);
        }

        if (typeof(BsonValue).IsAssignableFrom(type))
        {
            return value;
        }

        if (type.IsEnum && (value.IsString || value.IsNumber))
        {
            return value.IsString ? Enum.Parse(type, value.AsString) : Enum.ToObject(type, value.AsInt32);
        }

        return value switch
        {
            BsonArray array => DeserializeArray(type, array),
            BsonDocument document => DeserializeDocument(type, document),
            _ => DeserializeScalar(type, value),
        };
    }

    private static object DeserializeScalar(Type type, BsonValue value) =>
        type == typeof(ulong) ? unchecked((ulong)value.AsInt64)
        : type == typeof(float) || type == typeof(char) || (type.IsPrimitive && type != typeof(bool) && type != value.RawValue.GetType())
            ? Convert.ChangeType(value.RawValue, type)
            : value.RawValue;

    private object DeserializeArray(Type type, BsonArray values)
    {
        if (type == typeof(object) || type.IsArray)
        {
            var itemType = type.GetElementType() ?? typeof(object);
            var array = Array.CreateInstance(itemType, values.Count);
            for (var index = 0; index < values.Count; index++)
            {
                array.SetValue(Deserialize(itemType, values[index]), index);
            }

            return array;
        }

        var item = TypeShapes.ItemOf(type);
        var collection = TypeShapes.Create(type);
        var add = collection is IList list
            ? value => list.Add(value)
            : (Action<object>)(value => collection.GetType().GetMethod("Add", [item]).Invoke(collection, [value]));
        foreach (var value in values)
        {
            add(Deserialize(item, value));
        }

        return collection;
    }

    private object DeserializeDocument(Type type, BsonDocument document)
    {
        if (document.TryGetValue("_type", out var name) && name.IsString)
        {
            // Only a type that the member could hold is ever made, whatever the document says.
            var actual = _typeNames.GetType(name.AsString) ?? throw LiteErrors.InvalidTypedName(name.AsString);
            type = type.IsAssignableFrom(actual) ? actual : throw LiteErrors.NotAssignable(type, actual);
        }
        else if (type == typeof(object))
        {
            type = typeof(Dictionary<string, object>);
        }

        var map = MapOf(type);
        var instance = _instantiate(type) ?? map.Create(document, this);
        if (instance is IDictionary dictionary)
        {
            Fill(dictionary, type, document);
            return instance;
        }

        foreach (var member in map.Members)
        {
            if (member.Set is not null && document.TryGetValue(member.Field, out var value))
            {
                member.Set(instance, Deserialize(member.Type, value));
            }
        }

        return instance;
    }

    private void Fill(IDictionary dictionary, Type type, BsonDocument document)
    {
        var arguments = type.IsGenericType ? type.GetGenericArguments() : [typeof(object), typeof(object)];
        foreach (var (key, value) in document)
        {
            var typed = arguments[0].IsEnum ? Enum.Parse(arguments[0], key)
                : arguments[0] == typeof(Uri) ? new Uri(key)
                : Convert.ChangeType(key, arguments[0]);
            dictionary.Add(typed, Deserialize(arguments[1], value));
        }
    }
}
