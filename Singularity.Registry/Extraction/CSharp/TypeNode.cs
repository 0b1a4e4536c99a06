namespace Singularity.Registry.Extraction.CSharp;

/// <summary>A type as a signature in metadata writes it, before names are shortened and nullability is laid over it.</summary>
internal abstract record TypeNode
{
    private TypeNode()
    {
    }

    /// <param name="Keyword">C#'s word for it.</param>
    /// <param name="Name">Its name in <c>System</c>.</param>
    public sealed record Primitive(string Keyword, string Name, bool IsReference) : TypeNode;

    /// <param name="Path">The name and those of the types around it, outermost first, each with its arity (<c>List`1</c>).</param>
    /// <param name="Arguments">Of all of them together.</param>
    public sealed record Named(string Namespace, IReadOnlyList<string> Path, bool IsValue, IReadOnlyList<TypeNode> Arguments) : TypeNode
    {
        public bool Is(string space, string name) => Path.Count == 1 && Path[0] == name && Namespace == space;
    }

    /// <param name="Index">Among the parameters of the type, or of the method when <paramref name="OfMethod"/>.</param>
    public sealed record Parameter(string Name, int Index, bool OfMethod) : TypeNode;

    public sealed record Array(TypeNode Element, int Rank) : TypeNode;

    public sealed record Pointer(TypeNode Element) : TypeNode;

    public sealed record ByReference(TypeNode Element) : TypeNode;

    public sealed record FunctionPointer(IReadOnlyList<TypeNode> Parameters, TypeNode Return) : TypeNode;

    /// <param name="Modifier">The full name of the type that qualifies the other.</param>
    public sealed record Modified(TypeNode Element, string Modifier) : TypeNode;

    /// <summary>Without modifiers, telling whether one of this name was among them.</summary>
    public TypeNode Strip(string modifier, out bool found)
    {
        found = false;
        var node = this;
        while (node is Modified modified)
        {
            found |= modified.Modifier == modifier;
            node = modified.Element;
        }

        return node;
    }
}

/// <summary>The generic parameters in scope, by index.</summary>
internal sealed record GenericScope(IReadOnlyList<string> OfType, IReadOnlyList<string> OfMethod);
