using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Knowledge.Weakening;

/// <summary>
/// The names under which a pattern can cite parts of an API. A citation means a symbol when it is the symbol as the extractor writes it, or an exact trailing part
/// of it that begins behind a separator: <c>tokio::spawn</c> and <c>spawn</c> mean tokio::spawn, <c>Repo.all/3</c> means Ecto.Repo.all/3. Nothing is guessed beyond what
/// languages say themselves:
/// <list type="bullet">
/// <item>type arguments, an empty pair of parentheses and the exclamation mark of a Rust macro do not count;</item>
/// <item>in Elixir and Erlang a function without its arity means any, and defaults make a function of fewer arguments too;</item>
/// <item>in JavaScript the first part may be the name that an importer gives to the package: <c>z.object</c> means the export object.</item>
/// </list>
/// A citation that means several symbols is known as long as one of them is.
/// </summary>
internal sealed class ApiNames
{
    private readonly Ecosystem _ecosystem;
    private readonly HashSet<string> _parts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _exports = new(StringComparer.Ordinal);

    /// <param name="signatures">Of one version.</param>
    public ApiNames(Ecosystem ecosystem, IEnumerable<Snippet> signatures)
    {
        _ecosystem = ecosystem;
        foreach (var signature in signatures)
        {
            var symbol = Plain(signature.Symbol ?? signature.Title);
            if (ecosystem is not Ecosystem.Hex)
            {
                Add(symbol);
                continue;
            }

            foreach (var name in ElixirArity.Of(symbol, signature.Code))
            {
                Add(name);
            }
        }
    }

    public bool Knows(string cited)
    {
        cited = Plain(cited);
        return _parts.Contains(cited)
            || (_ecosystem is Ecosystem.Npm && cited.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && _exports.Contains(cited[(dot + 1)..]));
    }

    private string Separator => _ecosystem is Ecosystem.Cargo ? "::" : ".";

    private void Add(string symbol)
    {
        _exports.Add(symbol);
        _parts.Add(symbol);
        for (var at = Next(symbol, 0); at > 0; at = Next(symbol, at))
        {
            _parts.Add(symbol[at..]);
        }
    }

    // Where the part behind the next separator begins; 0 when there is none. Erlang's separator is a colon, and stands once.
    private int Next(string symbol, int from)
    {
        var at = _ecosystem is Ecosystem.Hex ? symbol.AsSpan(from).IndexOfAny('.', ':') : symbol.AsSpan(from).IndexOf(Separator, StringComparison.Ordinal);
        var next = from + at + Separator.Length;
        return at < 0 || next >= symbol.Length ? 0 : next;
    }

    private string Plain(string name)
    {
        name = name.Trim();
        name = name.EndsWith("()", StringComparison.Ordinal) ? name[..^2] : name;
        return _ecosystem switch
        {
            Ecosystem.Hex => name,
            Ecosystem.Cargo => WithoutTypeArguments(name.TrimEnd('!')),
            Ecosystem.Npm => WithoutTypeArguments(name.Replace('#', '.')),
            _ => WithoutTypeArguments(name),
        };
    }

    private static string WithoutTypeArguments(string name)
    {
        if (!name.Contains('<', StringComparison.Ordinal))
        {
            return name;
        }

        var depth = 0;
        var plain = new System.Text.StringBuilder(name.Length);
        foreach (var c in name)
        {
            depth += c is '<' ? 1 : 0;
            if (depth == 0)
            {
                plain.Append(c);
            }

            depth -= c is '>' && depth > 0 ? 1 : 0;
        }

        // Rust writes the turbofish before them.
        return depth == 0 ? plain.Replace("::::", "::").ToString() : name;
    }
}
