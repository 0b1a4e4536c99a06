namespace Singularity.Registry.Lockfiles.Mix;

/// <summary>A literal of Elixir, as far as mix.lock uses them.</summary>
/// <param name="Line">Where it starts, from 1.</param>
internal abstract record ElixirTerm(int Line)
{
    internal sealed record Text(string Value, int Line) : ElixirTerm(Line);

    /// <summary>Also true, false and nil.</summary>
    internal sealed record Atom(string Value, int Line) : ElixirTerm(Line);

    /// <param name="Digits">As written; nothing counts with it.</param>
    internal sealed record Number(string Digits, int Line) : ElixirTerm(Line);

    internal sealed record Tuple(IReadOnlyList<ElixirTerm> Items, int Line) : ElixirTerm(Line);

    /// <summary>The pairs of a keyword list are tuples of an atom and a value, as in Elixir itself.</summary>
    internal sealed record List(IReadOnlyList<ElixirTerm> Items, int Line) : ElixirTerm(Line);

    internal sealed record Map(IReadOnlyList<KeyValuePair<ElixirTerm, ElixirTerm>> Members, int Line) : ElixirTerm(Line);
}
