namespace Singularity.Registry.Extraction.Python;

/// <summary>Which decorators tell a caller something.</summary>
internal static class PythonDecorators
{
    private const int MaxLength = 200;

    private static readonly HashSet<string> Telling = new(StringComparer.Ordinal)
    {
        "property", "cached_property", "classmethod", "staticmethod", "overload", "abstractmethod", "abstractproperty", "contextmanager",
        "asynccontextmanager", "dataclass", "define", "frozen", "mutable", "attrs", "attr.s", "attr.attrs", "final", "deprecated", "runtime_checkable",
        "total_ordering", "singledispatch", "unique",
    };

    public static IEnumerable<string> Shown(List<string> decorators) => decorators.Where(d => Telling.Contains(Name(d)) || Telling.Contains(LastPart(d)))
        .Select(d => d.Length <= MaxLength ? d : d[..d.IndexOf('(', StringComparison.Ordinal)] + "(...)");

    public static bool IsOverload(List<string> decorators) => decorators.Exists(d => LastPart(d) == "overload");

    /// <summary>The setter or deleter of a property, which its getter stands for.</summary>
    public static bool IsAccessor(List<string> decorators) =>
        decorators.Exists(d => Name(d).Contains('.', StringComparison.Ordinal) && LastPart(d) is "setter" or "deleter");

    private static string LastPart(string decorator)
    {
        var name = Name(decorator);
        return name[(name.LastIndexOf('.') + 1)..];
    }

    private static string Name(string decorator)
    {
        var end = decorator.IndexOf('(', StringComparison.Ordinal);
        return (end < 0 ? decorator[1..] : decorator[1..end]).Trim();
    }
}
