namespace Singularity.Registry.Search.Text;

/// <summary>
/// The suffix stripper of M. F. Porter ("An algorithm for suffix stripping", Program 14(3), 1980), with the two changes of its author's own later
/// implementation (bli for abli, logi). It works in place on a lower-case ASCII word; other words are left as they are.
/// </summary>
internal static class Stemmer
{
    private const int Shortest = 3;

    private static readonly (string Suffix, string By)[] Step2 =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"), ("alli", "al"), ("entli", "ent"),
        ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"),
        ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"), ("logi", "log"),
    ];

    private static readonly (string Suffix, string By)[] Step3 =
        [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

    // The longest that fits is the one that counts, so longer ones stand before their endings.
    private static readonly (string Suffix, string By)[] Step4 =
    [
        ("ement", ""), ("ance", ""), ("ence", ""), ("able", ""), ("ible", ""), ("ment", ""), ("ant", ""), ("ent", ""), ("ism", ""), ("ate", ""), ("iti", ""),
        ("ous", ""), ("ive", ""), ("ize", ""), ("ion", ""), ("al", ""), ("er", ""), ("ic", ""), ("ou", ""),
    ];

    public static string Stem(string word)
    {
        Span<char> letters = stackalloc char[TermReader.Longest];
        if (word.Length > letters.Length)
        {
            return word;
        }

        word.CopyTo(letters);
        var length = Stem(letters, word.Length);
        return letters[..length].SequenceEqual(word) ? word : new string(letters[..length]);
    }

    /// <summary>Stems the first <paramref name="length"/> characters and returns how many remain.</summary>
    public static int Stem(Span<char> letters, int length)
    {
        if (length < Shortest || letters[..length].ContainsAnyExceptInRange('a', 'z'))
        {
            return length;
        }

        var word = new StemmedWord(letters, length);
        Plurals(ref word);
        PastAndProgressive(ref word);
        if (word.EndsWith("y") && word.HasVowel(word.Length - 1))
        {
            word.Replace(1, "i");
        }

        ReplaceFirst(ref word, Step2, 0);
        ReplaceFirst(ref word, Step3, 0);
        ReplaceFirst(ref word, Step4, 1);
        FinalLetters(ref word);
        return word.Length;
    }

    private static void Plurals(ref StemmedWord word)
    {
        if (word.EndsWith("sses") || word.EndsWith("ies"))
        {
            word.Replace(2, "");
        }
        else if (word.EndsWith("s") && !word.EndsWith("ss"))
        {
            word.Replace(1, "");
        }
    }

    private static void PastAndProgressive(ref StemmedWord word)
    {
        if (word.EndsWith("eed"))
        {
            if (word.Measure(word.Length - 3) > 0)
            {
                word.Replace(1, "");
            }

            return;
        }

        var suffix = word.EndsWith("ed") ? 2 : word.EndsWith("ing") ? 3 : 0;
        if (suffix == 0 || !word.HasVowel(word.Length - suffix))
        {
            return;
        }

        word.Replace(suffix, "");
        if (word.EndsWith("at") || word.EndsWith("bl") || word.EndsWith("iz"))
        {
            word.Append('e');
        }
        else if (word.EndsInDouble() && !(word.EndsWith("l") || word.EndsWith("s") || word.EndsWith("z")))
        {
            word.Replace(1, "");
        }
        else if (word.Measure(word.Length) == 1 && word.EndsInShortSyllable(word.Length))
        {
            word.Append('e');
        }
    }

    private static void ReplaceFirst(ref StemmedWord word, (string Suffix, string By)[] rules, int measureAbove)
    {
        foreach (var (suffix, by) in rules)
        {
            if (!word.EndsWith(suffix))
            {
                continue;
            }

            var stem = word.Length - suffix.Length;
            if (word.Measure(stem) > measureAbove && (suffix != "ion" || (stem > 0 && word[stem - 1] is 's' or 't')))
            {
                word.Replace(suffix.Length, by);
            }

            return;
        }
    }

    private static void FinalLetters(ref StemmedWord word)
    {
        if (word.EndsWith("e"))
        {
            var measure = word.Measure(word.Length - 1);
            if (measure > 1 || (measure == 1 && !word.EndsInShortSyllable(word.Length - 1)))
            {
                word.Replace(1, "");
            }
        }

        if (word.EndsWith("ll") && word.Measure(word.Length) > 1)
        {
            word.Replace(1, "");
        }
    }
}
