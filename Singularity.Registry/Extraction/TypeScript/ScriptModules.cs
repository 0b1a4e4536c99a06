using Singularity.Registry.Archives;

namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>An archive's scripts and declarations by path, each read and parsed once when it is first needed, within a budget.</summary>
internal sealed class ScriptModules(IReadOnlyDictionary<string, ArchiveFile> files)
{
    /// <summary>Characters parsed in all; files beyond are treated as empty.</summary>
    public const int MaxCharacters = 24 * 1024 * 1024;

    /// <summary>A longer file with lines longer than any hand writes is a bundle for machines.</summary>
    private const int MinMinified = 4 * 1024;

    private const int MaxAverageLine = 400;

    private readonly Dictionary<string, ScriptScope?> _scopes = new(StringComparer.Ordinal);
    private int _left = MaxCharacters;

    /// <summary>Modules declared by name in what was parsed so far.</summary>
    public Dictionary<string, ScriptScope> Ambient { get; } = new(StringComparer.Ordinal);

    public IEnumerable<string> Paths => files.Keys;

    public bool Has(string path) => files.ContainsKey(path);

    /// <summary>The parsed file; null when it is missing, minified or beyond the budget.</summary>
    public ScriptScope? Load(string path)
    {
        if (!_scopes.TryGetValue(path, out var scope))
        {
            _scopes[path] = scope = Parse(path);
            foreach (var (name, module) in scope?.AmbientModules ?? [])
            {
                Ambient.TryAdd(name, module);
            }
        }

        return scope;
    }

    /// <summary>The module that a specifier means in a file of this package; null for other packages.</summary>
    public ScriptScope? Resolve(ScriptSource from, string specifier)
    {
        if (!ScriptPath.IsRelative(specifier))
        {
            return Ambient.GetValueOrDefault(specifier);
        }

        return ScriptPath.Join(from.Path, specifier) is { } path && Find(path, from.IsJavaScript) is { } found ? Load(found) : null;
    }

    /// <summary>The file that a path without a certain extension means; null when there is none.</summary>
    public string? Find(string path, bool isScript) =>
        (isScript ? ScriptPath.ScriptCandidates(path) : ScriptPath.DeclarationCandidates(path))
        .FirstOrDefault(p => files.ContainsKey(p) && (ScriptPath.IsDeclaration(p) || ScriptPath.IsScript(p)));

    private ScriptScope? Parse(string path)
    {
        if (!files.TryGetValue(path, out var file) || file.Content.Length > _left)
        {
            return null;
        }

        _left -= file.Content.Length;
        var text = TextFile.Decode(file.Content, file.IsWhole);
        if (text.Length > MinMinified && text.Length / (text.AsSpan().Count('\n') + 1) > MaxAverageLine)
        {
            return null;
        }

        var source = ScriptTokenizer.Read(new ScriptSource(path, text));
        var scope = DeclarationParser.Parse(source);
        if (!source.IsJavaScript)
        {
            source.DropTokens();
        }

        return scope;
    }
}
