namespace Singularity.Registry.Search.Text;

/// <summary>A lower-case word while it is stemmed, in the terms of Porter's paper. It never grows beyond the buffer: every rule removes at least what it adds.</summary>
internal ref struct StemmedWord(Span<char> letters, int length)
{
    private readonly Span<char> _letters = letters;

    public int Length { get; private set; } = length;

    public readonly char this[int index] => _letters[index];

    public readonly bool EndsWith(ReadOnlySpan<char> suffix) => _letters[..Length].EndsWith(suffix);

    public void Replace(int suffixLength, ReadOnlySpan<char> by)
    {
        Length -= suffixLength;
        by.CopyTo(_letters[Length..]);
        Length += by.Length;
    }

    public void Append(char letter) => _letters[Length++] = letter;

    /// <summary>How often a vowel run is followed by a consonant run in the first letters: m of [C](VC)^m[V].</summary>
    public readonly int Measure(int stem)
    {
        var measure = 0;
        var afterVowel = false;
        for (var i = 0; i < stem; i++)
        {
            var consonant = IsConsonant(i);
            measure += consonant && afterVowel ? 1 : 0;
            afterVowel = !consonant;
        }

        return measure;
    }

    public readonly bool HasVowel(int stem)
    {
        for (var i = 0; i < stem; i++)
        {
            if (!IsConsonant(i))
            {
                return true;
            }
        }

        return false;
    }

    public readonly bool EndsInDouble() => Length > 1 && _letters[Length - 1] == _letters[Length - 2] && IsConsonant(Length - 1);

    /// <summary>Consonant, vowel, consonant other than w, x, y at the end of the first letters.</summary>
    public readonly bool EndsInShortSyllable(int stem) =>
        stem > 2 && IsConsonant(stem - 3) && !IsConsonant(stem - 2) && IsConsonant(stem - 1) && _letters[stem - 1] is not ('w' or 'x' or 'y');

    private readonly bool IsConsonant(int index) => _letters[index] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => index == 0 || !IsConsonant(index - 1),
        _ => true,
    };
}
