using System.Collections;

namespace LiteDB;

/// <summary>Named values. Names are equal when they differ only in case.</summary>
public class BsonDocument : BsonValue, IDictionary<string, BsonValue>
{
    public BsonDocument()
        : base(BsonType.Document, new Dictionary<string, BsonValue>(StringComparer.OrdinalIgnoreCase))
    {
    }

    public BsonDocument(IDictionary<string, BsonValue> dict)
        : this()
    {
        ArgumentNullException.ThrowIfNull(dict);
        foreach (var element in dict)
        {
            Add(element);
        }
    }

    public new IDictionary<string, BsonValue> RawValue => (IDictionary<string, BsonValue>)base.RawValue;

    public ICollection<string> Keys => RawValue.Keys;

    public ICollection<BsonValue> Values => RawValue.Values;

    public int Count => RawValue.Count;

    public bool IsReadOnly => false;

    /// <summary>A name that is absent reads as <see cref="BsonValue.Null"/>.</summary>
    public override BsonValue this[string key]
    {
        get => RawValue.TryGetValue(key, out var value) ? value : Null;
        set => RawValue[key] = value ?? Null;
    }

    public override int CompareTo(BsonValue other) => CompareTo(other, Collation.Binary);

    internal override int CompareContent(BsonValue other, Collation collation)
    {
        var document = (BsonDocument)other;
        foreach (var (key, value) in RawValue)
        {
            var order = value.CompareTo(document[key], collation);
            if (order != 0)
            {
                return order;
            }
        }

        return Math.Sign(Count.CompareTo(document.Count));
    }

    public bool ContainsKey(string key) => RawValue.ContainsKey(key);

    public IEnumerable<KeyValuePair<string, BsonValue>> GetElements() =>
        RawValue.Where(element => element.Key == "_id").Concat(RawValue.Where(element => element.Key != "_id"));

    public void Add(string key, BsonValue value) => RawValue.Add(key, value ?? Null);

    public bool Remove(string key) => RawValue.Remove(key);

    public bool TryGetValue(string key, out BsonValue value) => RawValue.TryGetValue(key, out value);

    public void Add(KeyValuePair<string, BsonValue> item) => Add(item.Key, item.Value);

    public void Clear() => RawValue.Clear();

    public bool Contains(KeyValuePair<string, BsonValue> item) => RawValue.Contains(item);

    public void CopyTo(KeyValuePair<string, BsonValue>[] array, int arrayIndex) => RawValue.CopyTo(array, arrayIndex);

    public bool Remove(KeyValuePair<string, BsonValue> item) => RawValue.Remove(item);

    public IEnumerator<KeyValuePair<string, BsonValue>> GetEnumerator() => RawValue.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
