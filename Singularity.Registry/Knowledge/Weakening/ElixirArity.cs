using System.Globalization;

namespace Singularity.Registry.Knowledge.Weakening;

/// <summary>The names of a function of Elixir or Erlang: with its arity, with each that its defaults make, and without.</summary>
internal static class ElixirArity
{
    private const string Default = @"\\";

    /// <param name="symbol">Such as <c>Ecto.Repo.all/2</c>; what has no arity, such as a module, is its own only name.</param>
    /// <param name="code">The declaration. A default that itself holds the sign counts twice, and makes the function known under one name too many.</param>
    public static IEnumerable<string> Of(string symbol, string code)
    {
        yield return symbol;
        var slash = symbol.LastIndexOf('/');
        if (slash <= 0 || !int.TryParse(symbol.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var arity))
        {
            yield break;
        }

        yield return symbol[..slash];
        var defaults = code.AsSpan().Count(Default);
        for (var fewer = 1; fewer <= Math.Min(defaults, arity); fewer++)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{symbol.AsSpan(0, slash)}/{arity - fewer}");
        }
    }
}
