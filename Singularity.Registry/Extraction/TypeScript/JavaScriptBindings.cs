using System.Runtime.InteropServices;

namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>What a script's names and their members are bound to, wherever in the file; CommonJS exports among them.</summary>
internal sealed class JavaScriptBindings
{
    /// <summary>The owner of what <c>exports.x = …</c> binds.</summary>
    public const string Exports = "exports";

    private readonly Dictionary<string, Binding> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Binding>> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _aliases = new(StringComparer.Ordinal) { Exports };

    /// <summary>What <c>module.exports = …</c> binds; null when nothing does.</summary>
    public Binding? Whole { get; private set; }

    /// <summary>The name by which the file itself calls what it exports as a whole, such as app.</summary>
    public string? Alias { get; private set; }

    /// <summary>Modules whose exports are passed on.</summary>
    public List<string> Stars { get; } = [];

    public Binding? Find(string name) => _names.TryGetValue(name, out var binding) ? binding : null;

    /// <summary>What is bound to a name's members, the file's order; <see cref="Exports"/> includes what is bound by an alias of it.</summary>
    public IEnumerable<Binding> Members(string owner) => owner == Exports ? _aliases.SelectMany(Own) : Own(owner);

    public bool HasMembers(string owner) => _members.ContainsKey(owner);

    public void BindName(Binding binding, int depth)
    {
        // The outermost wins: what a name means inside of a function is the function's own.
        if (!_names.TryGetValue(binding.Name, out var known) || depth < known.Depth)
        {
            _names[binding.Name] = binding with { Depth = depth };
        }
    }

    public void BindWhole(Binding binding) => Whole = binding;

    /// <summary>A name that stands for module.exports as well.</summary>
    public void AddAlias(string name)
    {
        _aliases.Add(name);
        Alias ??= name;
    }

    public void BindMember(string owner, Binding binding)
    {
        if (!_members.TryGetValue(owner, out var list))
        {
            _members[owner] = list = [];
        }

        list.Add(binding);
    }

    private List<Binding> Own(string owner) => _members.TryGetValue(owner, out var found) ? found : [];
}

/// <summary>A name and the token at which its value begins.</summary>
/// <param name="At">The token that the line is taken from.</param>
/// <param name="IsGetter">Whether the function is called by reading the property.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Binding(string Name, int At, int Value, int Doc, bool IsGetter = false, int Depth = 0);
