using System.Collections;

namespace LiteDB;

/// <summary>Values in order.</summary>
public class BsonArray : BsonValue, IList<BsonValue>
{
    public BsonArray()
        : base(BsonType.Array, new List<BsonValue>())
    {
    }

    public BsonArray(IEnumerable<BsonValue> items)
        : this()
    {
        ArgumentNullException.ThrowIfNull(items);
        AddRange(items);
    }

    public BsonArray(params BsonValue[] array)
        : this((IEnumerable<BsonValue>)array)
    {
    }

    public new IList<BsonValue> RawValue => (IList<BsonValue>)base.RawValue;

    public int Count => RawValue.Count;

    public bool IsReadOnly => false;

    public override BsonValue this[int index]
    {
        get => RawValue[index];
        set => RawValue[index] = value ?? Null;
    }

    public override int CompareTo(BsonValue other) => CompareTo(other, Collation.Binary);

    internal override int CompareContent(BsonValue other, Collation collation)
    {
        var array = (BsonArray)other;
        for (var index = 0; index < Math.Min(Count, array.Count); index++)
        {
            var order = this[index].CompareTo(array[index], collation);
            if (order != 0)
            {
                return order;
            }
        }

        return Math.Sign(Count.CompareTo(array.Count));
    }

    public void Add(BsonValue item) => RawValue.Add(item ?? Null);

    public void AddRange(IEnumerable<BsonValue> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        foreach (var item in items)
        {
            Add(item);
        }
    }

    public void Clear() => RawValue.Clear();

    public bool Contains(BsonValue item) => RawValue.Contains(item ?? Null);

    public void CopyTo(BsonValue[] array, int arrayIndex) => RawValue.CopyTo(array, arrayIndex);

    public int IndexOf(BsonValue item) => RawValue.IndexOf(item ?? Null);

    public void Insert(int index, BsonValue item) => RawValue.Insert(index, item ?? Null);

    public bool Remove(BsonValue item) => RawValue.Remove(item);

    public void RemoveAt(int index) => RawValue.RemoveAt(index);

    public IEnumerator<BsonValue> GetEnumerator() => RawValue.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
