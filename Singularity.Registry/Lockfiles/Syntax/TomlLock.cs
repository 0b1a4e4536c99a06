using System.Text;
using Singularity.Contracts.Identity;
using Singularity.Registry.Toml;

namespace Singularity.Registry.Lockfiles.Syntax;

/// <summary>What the lockfiles in TOML have in common: a list of tables called "package", each with a name and a version.</summary>
internal static class TomlLock
{
    private const string List = "package";

    /// <param name="field">What an unlikely but valid file without any package still has.</param>
    public static (TomlTable Root, IReadOnlyList<TomlTable> Packages) Read(ReadOnlyMemory<byte> utf8, string field)
    {
        var root = Parse(Encoding.UTF8.GetString(utf8.Span));
        return root.Find(List) switch
        {
            TomlArray list => (root, [.. list.Items.Select(static item =>
                item as TomlTable ?? throw new LockfileException($"[[{List}]] holds {item.Kind} where a table is expected", item.Line))]),
            { } other => throw new LockfileException($"{List} is {other.Kind}, not a list of tables", other.Line),
            null when root.Find(field) is not null => (root, []),
            null => throw new LockfileException($"[[{List}]] is missing"),
        };
    }

    public static string Name(TomlTable package) =>
        package.Text("name") ?? throw new LockfileException($"[[{List}]].name is missing", package.Line);

    public static string Version(TomlTable package) => package.Text("version") ?? throw Missing(package, "version");

    public static LockfileException Missing(TomlTable package, string field) =>
        new($"[[{List}]] \"{PackageName.Display(Name(package))}\".{field} is missing", package.Line);

    private static TomlTable Parse(string text)
    {
        try
        {
            return TomlText.Parse(text);
        }
        catch (TomlException problem)
        {
            throw new LockfileException($"is not valid TOML: {problem.Problem.TrimEnd('.')}", problem.Line);
        }
    }
}
