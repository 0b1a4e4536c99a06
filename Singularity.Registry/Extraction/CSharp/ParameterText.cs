using System.Reflection;
using System.Reflection.Metadata;
using System.Text;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Parameters and the returned type of a method, indexer or delegate.</summary>
internal static class ParameterText
{
    private const string InAttribute = "System.Runtime.InteropServices.InAttribute";

    /// <summary><c>this IServiceCollection services, int count = 1</c></summary>
    /// <param name="count">How many there are to write: a setter has the value besides.</param>
    public static string List(AssemblyMetadata assembly, MethodDefinition method, IReadOnlyList<TypeNode> types, int count, bool isExtension, byte context)
    {
        var parameters = new Parameter?[types.Count + 1];
        foreach (var handle in method.GetParameters())
        {
            assembly.Budget.Spend();
            var parameter = assembly.Reader.GetParameter(handle);
            if (parameter.SequenceNumber < parameters.Length)
            {
                parameters[parameter.SequenceNumber] = parameter;
            }
        }

        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(i == 0 ? isExtension ? "this " : "" : ", ");
            Append(text, assembly, types[i], parameters[i + 1], i, context);
        }

        return text.ToString();
    }

    /// <summary><c>ref readonly T</c></summary>
    public static string Return(AssemblyMetadata assembly, MethodDefinition method, TypeNode type, byte context)
    {
        var attributes = AttributeSet.Empty;
        foreach (var handle in method.GetParameters())
        {
            var parameter = assembly.Reader.GetParameter(handle);
            if (parameter.SequenceNumber == 0)
            {
                attributes = assembly.Attributes(parameter.GetCustomAttributes());
                break;
            }
        }

        return Returned(type, attributes, context);
    }

    /// <inheritdoc cref="Return"/>
    public static string Returned(TypeNode type, AttributeSet attributes, byte context)
    {
        var node = type.Strip(InAttribute, out var readOnly);
        return node is TypeNode.ByReference reference
            ? (readOnly || attributes.IsReadOnly ? "ref readonly " : "ref ") + TypeText.Write(reference.Element, attributes, context)
            : TypeText.Write(node, attributes, context);
    }

    private static void Append(StringBuilder text, AssemblyMetadata assembly, TypeNode type, Parameter? parameter, int index, byte context)
    {
        var attributes = parameter is null ? AttributeSet.Empty : assembly.Attributes(parameter.Value.GetCustomAttributes());
        var node = type.Strip(InAttribute, out var isIn);
        if (node is TypeNode.ByReference reference)
        {
            text.Append(
                parameter?.Attributes.HasFlag(ParameterAttributes.Out) == true && parameter?.Attributes.HasFlag(ParameterAttributes.In) != true ? "out "
                : attributes.RequiresLocation ? "ref readonly "
                : isIn || attributes.IsReadOnly ? "in "
                : "ref ");
            node = reference.Element;
        }

        var name = parameter is { Name.IsNil: false } named ? assembly.Text(named.Name) : "";
        text.Append(attributes.IsParams ? "params " : "")
            .Append(TypeText.Write(node, attributes, context))
            .Append(' ')
            .Append(TypeNames.IsSpeakable(name) ? TypeNames.Escape(name) : $"arg{index}");
        var value = attributes.Decimal is { } number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) + "m"
            : parameter is null ? null
            : ConstantText.Read(assembly.Reader, parameter.Value.GetDefaultValue(), node);
        if (value is not null)
        {
            text.Append(" = ").Append(value);
        }
    }
}
