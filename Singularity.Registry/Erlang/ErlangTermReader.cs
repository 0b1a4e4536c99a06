using Singularity.Contracts.Identity;

namespace Singularity.Registry.Erlang;

/// <summary>Reads one term after the other. Depth and number are bounded, so the recursion is too.</summary>
internal sealed class ErlangTermReader(ErlangScanner scanner)
{
    private int _depth;
    private int _terms;

    /// <summary>The next term with its full stop, or null at the end.</summary>
    public ErlangTerm? Next()
    {
        scanner.SkipBlanks();
        if (scanner.IsAtEnd)
        {
            return null;
        }

        var term = ReadTerm();
        scanner.Take(".");
        return scanner.IsAtEnd || scanner.Current <= ' ' || scanner.Current == '%' ? term : throw scanner.Problem("a blank must follow the full stop.");
    }

    private ErlangTerm ReadTerm()
    {
        scanner.SkipBlanks();
        Count();
        if (++_depth > ErlangLimits.Depth)
        {
            throw scanner.Problem($"terms are nested more than {ErlangLimits.Depth} deep.");
        }

        var term = ReadKnown();
        _depth--;
        return term;
    }

    private ErlangTerm ReadKnown() => scanner.Current switch
    {
        '[' => ReadList(),
        '{' => new ErlangTerm.Tuple(ReadItems("{", "}")),
        '#' when scanner.Following == '{' => ReadMap(),
        '<' when scanner.Following == '<' => ErlangBinaryReader.Read(scanner, Count),
        '"' => ReadText(),
        '\'' => new ErlangTerm.Atom(scanner.TakeQuoted()),
        >= 'a' and <= 'z' => ReadAtom(),
        '$' or '-' or '+' or (>= '0' and <= '9') => ErlangNumberReader.Read(scanner),
        _ => throw scanner.Problem($"a term is expected, not {scanner.Shown()}. Variables, processes, references, records and functions are not read."),
    };

    private ErlangTerm.List ReadList() => new(ReadItems("[", "]"));

    private List<ErlangTerm> ReadItems(string open, string close)
    {
        var items = new List<ErlangTerm>();
        scanner.Take(open);
        if (scanner.TryTake(close))
        {
            return items;
        }

        do
        {
            items.Add(ReadTerm());
        }
        while (scanner.TryTake(","));
        scanner.Take(close);
        return items;
    }

    private ErlangTerm.Map ReadMap()
    {
        var pairs = new List<KeyValuePair<ErlangTerm, ErlangTerm>>();
        scanner.Take("#{");
        if (scanner.TryTake("}"))
        {
            return new ErlangTerm.Map(pairs);
        }

        do
        {
            var key = ReadTerm();
            scanner.Take("=>");
            pairs.Add(new(key, ReadTerm()));
        }
        while (scanner.TryTake(","));
        scanner.Take("}");
        return new ErlangTerm.Map(pairs);
    }

    /// <summary>Strings beside each other are one; long ones are written so.</summary>
    private ErlangTerm.Text ReadText()
    {
        var parts = new List<string>();
        do
        {
            Count();
            parts.Add(scanner.TakeQuoted());
            scanner.SkipBlanks();
        }
        while (scanner.Current == '"');
        return new ErlangTerm.Text(string.Concat(parts));
    }

    private ErlangTerm.Atom ReadAtom()
    {
        var name = scanner.TakeWhile(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '@' || (c > '\u00BF' && char.IsLetter(c))).ToString();
        scanner.SkipBlanks();
        return scanner.Current is '(' or ':'
            ? throw scanner.Problem($"'{PackageName.Display(name)}' is a call, which is not read.")
            : new ErlangTerm.Atom(name);
    }

    private void Count()
    {
        if (++_terms > ErlangLimits.Terms)
        {
            throw scanner.Problem($"there are more than {ErlangLimits.Terms} terms.");
        }
    }
}
