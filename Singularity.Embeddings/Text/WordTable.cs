using System.Text;

namespace Singularity.Embeddings.Text;

/// <summary>Words by their text, in the form that lies in a model file: an open hash table of word ids over one row of UTF-8.</summary>
/// <param name="slots">A power of two of them, at least one empty: 0, or a word's id + 1, found by linear probing from its FNV-1a hash.</param>
/// <param name="offsets">Where each word starts in <paramref name="text"/>, and one more for the end.</param>
internal readonly ref struct WordTable(ReadOnlySpan<uint> slots, ReadOnlySpan<uint> offsets, ReadOnlySpan<byte> text)
{
    /// <summary>UTF-16 units of a word; of a longer one only these count.</summary>
    public const int LongestWord = 48;

    private readonly ReadOnlySpan<uint> _slots = slots;
    private readonly ReadOnlySpan<uint> _offsets = offsets;
    private readonly ReadOnlySpan<byte> _text = text;

    public ReadOnlySpan<byte> this[int id] => _text[(int)_offsets[id]..(int)_offsets[id + 1]];

    /// <summary>The id of a lower-case word, or -1.</summary>
    public int Find(ReadOnlySpan<char> word)
    {
        Span<byte> bytes = stackalloc byte[LongestWord * 3];
        if (!Encoding.UTF8.TryGetBytes(word, bytes, out var length))
        {
            return -1;
        }

        bytes = bytes[..length];
        var mask = (uint)_slots.Length - 1;
        for (var slot = Fnv.Of(bytes) & mask; _slots[(int)slot] != 0; slot = (slot + 1) & mask)
        {
            var id = (int)_slots[(int)slot] - 1;
            if (this[id].SequenceEqual(bytes))
            {
                return id;
            }
        }

        return -1;
    }

    public static uint[] BuildSlots(IReadOnlyList<byte[]> words)
    {
        var slots = new uint[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(words.Count * 2) + 2)];
        var mask = (uint)slots.Length - 1;
        for (var id = 0; id < words.Count; id++)
        {
            var slot = Fnv.Of(words[id]) & mask;
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            slots[slot] = (uint)id + 1;
        }

        return slots;
    }
}
