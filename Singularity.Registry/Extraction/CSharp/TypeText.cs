using System.Text;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>
/// Writes a type as C# does, with short names, nullable annotations and tuple names. The compiler stores annotations as one flag for each type that
/// may have one, and tuple names one for each element, in the order in which they are written: both are consumed while walking.
/// </summary>
internal ref struct TypeText(StringBuilder text, ReadOnlySpan<byte> nullable, byte context, IReadOnlyList<string?>? tupleNames)
{
    private const byte Annotated = 2;

    /// <summary>Elements of a tuple beyond the seventh are in a nested tuple.</summary>
    private const int TupleRest = 7;

    private readonly ReadOnlySpan<byte> _nullable = nullable;
    private int _flag;
    private int _name;

    public static string Write(TypeNode node, AttributeSet attributes, byte context)
    {
        var text = new StringBuilder();
        var writer = new TypeText(text, attributes.Nullable, context, attributes.TupleNames);
        writer.Write(node);
        var result = text.ToString();
        return attributes.IsDynamic && (result is "object" or "object?") ? result.Replace("object", "dynamic") : result;
    }

    private void Write(TypeNode node)
    {
        switch (node)
        {
            case TypeNode.Primitive primitive:
                text.Append(primitive.Keyword);
                Mark(primitive.IsReference && IsAnnotated());
                break;
            case TypeNode.Named named:
                WriteNamed(named);
                break;
            case TypeNode.Parameter parameter:
                text.Append(parameter.Name);
                Mark(IsAnnotated());
                break;
            case TypeNode.Array array:
                WriteArray(array);
                break;
            case TypeNode.Pointer pointer:
                Write(pointer.Element);
                text.Append('*');
                break;
            case TypeNode.ByReference reference:
                text.Append("ref ");
                Write(reference.Element);
                break;
            case TypeNode.Modified modified:
                Write(modified.Element);
                break;
            case TypeNode.FunctionPointer function:
                text.Append("delegate*");
                WriteList('<', [.. function.Parameters, function.Return], '>');
                break;
        }
    }

    private void WriteNamed(TypeNode.Named named)
    {
        if (named.Is("System", "Nullable`1") && named.Arguments.Count == 1)
        {
            // Has no flag of its own.
            Write(named.Arguments[0]);
            Mark(annotated: true);
            return;
        }

        // Generic value types have one, which says nothing; others have none.
        var annotated = (!named.IsValue || named.Arguments.Count > 0) && IsAnnotated() && !named.IsValue;
        if (named.Arguments.Count >= 2 && named.Is("System", $"ValueTuple`{named.Arguments.Count}"))
        {
            WriteTuple(named);
        }
        else
        {
            var used = 0;
            for (var i = 0; i < named.Path.Count; i++)
            {
                text.Append(i == 0 ? "" : ".").Append(TypeNames.WithoutArity(named.Path[i], out var arity));
                var arguments = named.Arguments.Skip(used).Take(arity).ToArray();
                used += arguments.Length;
                if (arguments.Length > 0)
                {
                    WriteList('<', arguments, '>');
                }
            }
        }

        Mark(annotated);
    }

    private void WriteTuple(TypeNode.Named tuple)
    {
        var elements = new List<TypeNode>();
        for (var rest = tuple; ; rest = (TypeNode.Named)rest.Arguments[TupleRest])
        {
            elements.AddRange(rest.Arguments.Take(TupleRest));
            if (rest.Arguments is not { Count: > TupleRest } || rest.Arguments[TupleRest] is not TypeNode.Named)
            {
                break;
            }
        }

        var first = _name;
        _name += elements.Count;
        text.Append('(');
        for (var i = 0; i < elements.Count; i++)
        {
            // Each nested tuple is a generic value type with a flag of its own.
            if (i > 0 && i % TupleRest == 0)
            {
                IsAnnotated();
            }

            text.Append(i == 0 ? "" : ", ");
            Write(elements[i]);
            if (tupleNames is not null && first + i < tupleNames.Count && tupleNames[first + i] is { Length: > 0 } name)
            {
                text.Append(' ').Append(name);
            }
        }

        text.Append(')');
    }

    private void WriteArray(TypeNode.Array array)
    {
        // The outermost rank is written first, after the innermost element.
        var ranks = new StringBuilder();
        TypeNode element = array;
        while (element is TypeNode.Array inner)
        {
            ranks.Append('[').Append(',', inner.Rank - 1).Append(']').Append(IsAnnotated() ? "?" : "");
            element = inner.Element;
        }

        Write(element);
        text.Append(ranks);
    }

    private void WriteList(char open, TypeNode[] nodes, char close)
    {
        text.Append(open);
        for (var i = 0; i < nodes.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Write(nodes[i]);
        }

        text.Append(close);
    }

    private readonly void Mark(bool annotated) => text.Append(annotated ? "?" : "");

    private bool IsAnnotated() => _nullable.Length switch
    {
        0 => context == Annotated,
        1 => _nullable[0] == Annotated,
        _ => _flag < _nullable.Length && _nullable[_flag++] == Annotated,
    };
}
