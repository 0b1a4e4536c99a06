using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Singularity.Registry.Search.Text;

/// <summary>
/// Reads the terms of a text in order: runs of letters and digits in small letters, stemmed. A camelCase word gives its parts and then the whole, at the
/// position of its last part. Runs longer than <see cref="Longest"/> are no words and are passed over.
/// </summary>
internal ref struct TermReader(ReadOnlySpan<char> text)
{
    /// <summary>Characters of the longest term.</summary>
    public const int Longest = 64;

    private readonly ReadOnlySpan<char> _text = text;
    private TermBuffer _buffer;
    private int _next;
    private int _wordStart;
    private int _wordEnd;
    private bool _hasParts;
    private Range _word;
    private int _length;

    /// <summary>The word or part as it stands in the text.</summary>
    public readonly ReadOnlySpan<char> Word => _text[_word];

    /// <summary>The term; it is overwritten by the next.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<char> Term => ((ReadOnlySpan<char>)_buffer)[.._length];

    /// <summary>Number of the word or part in the text, from 0.</summary>
    public int Position { get; private set; } = -1;

    /// <summary>True when the word is one of <see cref="StopWords"/>.</summary>
    public bool IsStopWord { get; private set; }

    public bool Next()
    {
        if (!Move())
        {
            return false;
        }

        Read();
        return true;
    }

    /// <summary>Finds the next <see cref="Word"/> without reading it as a term, for callers who may know it already.</summary>
    public bool Move()
    {
        while (true)
        {
            if (_next < _wordEnd)
            {
                var start = _next;
                _next = PartEnd(start);
                _hasParts |= start > _wordStart || _next < _wordEnd;
                Position++;
                _word = start.._next;
                return true;
            }

            if (_hasParts)
            {
                _hasParts = false;
                _word = _wordStart.._wordEnd;
                return true;
            }

            if (!FindWord())
            {
                return false;
            }
        }
    }

    /// <summary>Reads <see cref="Word"/>: its term, and whether it is a stop word.</summary>
    public void Read()
    {
        Span<char> buffer = _buffer;
        _length = Word.ToLowerInvariant(buffer);
        IsStopWord = StopWords.Contains(buffer[.._length]);
        _length = Stemmer.Stem(buffer, _length);
    }

    private bool FindWord()
    {
        var start = _wordEnd;
        while (true)
        {
            while (start < _text.Length && !char.IsLetterOrDigit(_text[start]))
            {
                start++;
            }

            var end = start;
            while (end < _text.Length && char.IsLetterOrDigit(_text[end]))
            {
                end++;
            }

            if (end - start <= Longest)
            {
                (_wordStart, _next, _wordEnd) = (start, start, end);
                return end > start;
            }

            start = end;
        }
    }

    // A part ends before a capital that follows a small letter or digit, and before the last capital of a run when a small letter follows: parseJSONText.
    private readonly int PartEnd(int start)
    {
        for (var i = start + 1; i < _wordEnd; i++)
        {
            if (char.IsUpper(_text[i])
                && (!char.IsUpper(_text[i - 1]) || (i + 1 < _wordEnd && char.IsLower(_text[i + 1]))))
            {
                return i;
            }
        }

        return _wordEnd;
    }

    [InlineArray(Longest + 1)]
    private struct TermBuffer
    {
        private char _first;
    }
}
