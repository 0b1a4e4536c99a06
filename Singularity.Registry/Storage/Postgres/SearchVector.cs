using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Singularity.Registry.Search.Text;

namespace Singularity.Registry.Storage.Postgres;

/// <summary>
/// Builds <c>tsvector</c> values from the terms of texts, cut as queries are cut. One builder makes many values, one after the other; words that they share are
/// encoded once. Within PostgreSQL's limits: positions up to 16,383, at most 255 of a word (here 32).
/// </summary>
internal sealed class SearchVector
{
    private const int LastPosition = 16_383;
    private const int MostPositions = 32;

    // Between texts, so that the end of one and the beginning of the next do not count as neighbours.
    private const int Gap = 10;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    // Words as they stand in texts: a version's snippets use few, again and again.
    private readonly Dictionary<string, (int Number, bool IsStopWord)> _words = new(StringComparer.Ordinal);
    private readonly List<byte[]> _lexemes = [];
    private readonly List<ulong> _places = [];
    private int _offset = 1;
    private byte[] _bytes = new byte[1024];

    /// <summary>Adds a text. Stop words are left out of prose and kept in names and code, where they are more than grammar.</summary>
    public SearchVector Add(ReadOnlySpan<char> text, SearchWeight weight, bool isProse)
    {
        var words = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        var reader = new TermReader(text);
        while (reader.Move() && _offset + reader.Position <= LastPosition)
        {
            if (!words.TryGetValue(reader.Word, out var word))
            {
                reader.Read();
                words[reader.Word] = word = (Number(reader.Term), reader.IsStopWord);
            }

            // Sorting brings together each word's places, in order.
            if (!isProse || !word.IsStopWord)
            {
                _places.Add(((ulong)word.Number << 32) | ((ulong)(_offset + reader.Position) << 2) | (ulong)weight);
            }
        }

        _offset = Math.Min(LastPosition + 1, _offset + reader.Position + 1 + Gap);
        return this;
    }

    /// <summary>
    /// The value in PostgreSQL's binary form: number of words, then of each the word, a zero byte, number of places, places (weight in the upper two bits).
    /// Valid until the next value is taken; the builder begins anew.
    /// </summary>
    public ReadOnlyMemory<byte> Take()
    {
        _places.Sort();
        var places = CollectionsMarshal.AsSpan(_places);
        var (length, words) = (4, 0);
        for (var start = 0; start < places.Length; words++)
        {
            var number = (int)(places[start] >> 32);
            var end = start + 1;
            while (end < places.Length && (int)(places[end] >> 32) == number)
            {
                end++;
            }

            length = Write(length, _lexemes[number], places[start..end]);
            start = end;
        }

        BinaryPrimitives.WriteInt32BigEndian(_bytes, words);
        _places.Clear();
        _offset = 1;
        return _bytes.AsMemory(0, length);
    }

    private int Number(ReadOnlySpan<char> term)
    {
        var numbers = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!numbers.TryGetValue(term, out var number))
        {
            number = _lexemes.Count;
            numbers[term] = number;
            _lexemes.Add(Encoding.UTF8.GetBytes(term.ToString()));
        }

        return number;
    }

    private int Write(int at, byte[] lexeme, ReadOnlySpan<ulong> places)
    {
        var needed = at + lexeme.Length + 3 + (2 * MostPositions);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        }

        lexeme.CopyTo(_bytes, at);
        at += lexeme.Length;
        _bytes[at++] = 0;
        var countAt = at;
        at += 2;
        var (count, last) = (0, -1);
        for (var i = 0; i < places.Length && count < MostPositions; i++)
        {
            var position = (int)((uint)places[i] >> 2);
            if (position != last)
            {
                BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(at), (ushort)(((uint)(places[i] & 3) << 14) | (uint)position));
                at += 2;
                count++;
                last = position;
            }
        }

        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(countAt), (ushort)count);
        return at;
    }
}
