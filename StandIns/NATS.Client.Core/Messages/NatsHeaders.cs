using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace NATS.Client.Core;

/// <summary>
/// Headers of a message: names without regard to case, each with one value or several. Received headers, and headers that were
/// published once, are read-only.
/// </summary>
public class NatsHeaders : IDictionary<string, StringValues>
{
    private volatile bool _readOnly;
    private Dictionary<string, StringValues>? _store;

    public NatsHeaders()
    {
    }

    public NatsHeaders(Dictionary<string, StringValues>? store) => _store = store;

    public NatsHeaders(int capacity) => _store = NewStore(capacity);

    /// <summary>Messages of status lines that are told apart.</summary>
    public enum Messages
    {
        Text,
        IdleHeartbeat,
        BadRequest,
        ConsumerDeleted,
        ConsumerIsPushBased,
        NoMessages,
        RequestTimeout,
        MessageSizeExceedsMaxBytes,
        RequestsPending,
    }

    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "A member of the contract.")]
    public int Version => 1;

    /// <summary>Code of the status line, 0 if it has none.</summary>
    public int Code { get; internal set; }

    /// <summary>Text of the status line.</summary>
    public string MessageText { get; internal set; } = string.Empty;

    public Messages Message { get; internal set; }

    public NatsException? Error { get; internal set; }

    public int Count => _store?.Count ?? 0;

    public bool IsReadOnly => _readOnly;

    public ICollection<string> Keys => _store is null ? [] : _store.Keys;

    public ICollection<StringValues> Values => _store is null ? [] : _store.Values;

    internal Activity? Activity { get; set; }

    public StringValues this[string key]
    {
        get => TryGetValue(key, out var value) ? value : StringValues.Empty;
        set
        {
            ArgumentNullException.ThrowIfNull(key);
            ThrowIfReadOnly();
            Override(key, value);
        }
    }

    public void Add(KeyValuePair<string, StringValues> item) => Add(item.Key, item.Value);

    public void Add(string key, StringValues value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ThrowIfReadOnly();
        (_store ??= NewStore(1)).Add(key, value);
    }

    public void Clear()
    {
        ThrowIfReadOnly();
        _store?.Clear();
    }

    public bool Contains(KeyValuePair<string, StringValues> item) => TryGetValue(item.Key, out var value) && value.Equals(item.Value);

    public bool ContainsKey(string key) => _store?.ContainsKey(key) == true;

    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex)
    {
        foreach (var item in this)
            array[arrayIndex++] = item;
    }

    /// <summary>Bytes that the header block takes on the wire; UTF-8 if no encoding is given.</summary>
    public int GetBytesLength(Encoding? encoding = null) => HeaderBlock.Length(this, encoding ?? Encoding.UTF8);

    public bool Remove(KeyValuePair<string, StringValues> item)
    {
        ThrowIfReadOnly();
        return Contains(item) && _store!.Remove(item.Key);
    }

    public bool Remove(string key)
    {
        ThrowIfReadOnly();
        return _store?.Remove(key) == true;
    }

    public bool TryGetValue(string key, out StringValues value)
    {
        if (_store is not null)
            return _store.TryGetValue(key, out value);
        value = default;
        return false;
    }

    public bool TryGetLastValue(string key, [NotNullWhen(true)] out string? value)
    {
        value = TryGetValue(key, out var values) && values.Count > 0 ? values[^1] : null;
        return value is not null;
    }

    public Enumerator GetEnumerator() => new(_store);

    IEnumerator<KeyValuePair<string, StringValues>> IEnumerable<KeyValuePair<string, StringValues>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void SetReadOnly() => _readOnly = true;

    /// <summary>Sets a header even on a read-only block: headers published again carry the new trace.</summary>
    internal void Override(string key, StringValues value)
    {
        if (value.Count == 0)
            _store?.Remove(key);
        else
            (_store ??= NewStore(1))[key] = value;
    }

    internal void Append(string key, string value)
    {
        _store ??= NewStore(4);
        _store[key] = _store.TryGetValue(key, out var values) ? StringValues.Concat(values, value) : value;
    }

    private static Dictionary<string, StringValues> NewStore(int capacity) => new(capacity, StringComparer.OrdinalIgnoreCase);

    private void ThrowIfReadOnly()
    {
        if (_readOnly)
            throw new InvalidOperationException("The headers are read-only: they were received or already published.");
    }

    public struct Enumerator : IEnumerator<KeyValuePair<string, StringValues>>
    {
        private readonly bool _any;

        // Mutable on purpose: MoveNext on a read-only copy would never advance.
        private Dictionary<string, StringValues>.Enumerator _inner;

        internal Enumerator(Dictionary<string, StringValues>? store)
        {
            _any = store is not null;
            _inner = store?.GetEnumerator() ?? default;
        }

        public readonly KeyValuePair<string, StringValues> Current => _any ? _inner.Current : default;

        readonly object IEnumerator.Current => Current;

        public bool MoveNext() => _any && _inner.MoveNext();

        public readonly void Dispose()
        {
        }

        void IEnumerator.Reset()
        {
            if (_any)
                ((IEnumerator)_inner).Reset();
        }
    }
}
