using Singularity.Registry.Erlang;

namespace Singularity.Registry.Upstreams.Hex;

/// <summary>The hex client's own settings, which it keeps as Erlang terms: pairs of an atom and a value.</summary>
internal sealed class HexConfigFile(IReadOnlyList<ErlangTerm> terms, string path)
{
    /// <summary>The repository that packages come from when nothing else is said.</summary>
    private const string PublicRepository = "hexpm";

    private readonly ErlangTerm.List _terms = new(terms);

    public static HexConfigFile Empty { get; } = new([], "");

    /// <summary>A setting whose value is a text.</summary>
    public HexSetting? Find(string key) => Setting(key, _terms.Member(key));

    /// <summary>A setting of the public repository, such as url or auth_key, when the user has changed it.</summary>
    public HexSetting? OfRepository(string key) => Setting($"$repos {PublicRepository} {key}", _terms.Member("$repos")?.Member(PublicRepository)?.Member(key));

    /// <summary>Atoms are Erlang's <c>nil</c> and <c>false</c>: nothing is set.</summary>
    private HexSetting? Setting(string key, ErlangTerm? value) =>
        value is not (null or ErlangTerm.Atom) && value.AsText() is { Length: > 0 } text ? new HexSetting($"{key} in {path}", text) : null;
}
