using System.Reflection;
using System.Reflection.Metadata;
using System.Text;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Lists of type parameters and their constraints.</summary>
internal static class GenericText
{
    private const byte NotNull = 1;
    private const byte Annotated = 2;

    /// <summary><c>&lt;in T, out TResult&gt;</c>, without the first ones, which belong to the types around; empty when there are none.</summary>
    public static string List(AssemblyMetadata assembly, GenericParameterHandleCollection handles, int skip)
    {
        var names = new List<string>();
        foreach (var handle in handles.Skip(skip))
        {
            var parameter = assembly.Reader.GetGenericParameter(handle);
            var variance = (parameter.Attributes & GenericParameterAttributes.VarianceMask) switch
            {
                GenericParameterAttributes.Covariant => "out ",
                GenericParameterAttributes.Contravariant => "in ",
                _ => "",
            };
            names.Add(variance + assembly.Text(parameter.Name));
        }

        return names.Count == 0 ? "" : $"<{string.Join(", ", names)}>";
    }

    /// <summary><c> where T : class, new()</c> for each parameter that has constraints, each after a blank.</summary>
    public static string Constraints(AssemblyMetadata assembly, GenericParameterHandleCollection handles, int skip, GenericScope scope, byte context)
    {
        var text = new StringBuilder();
        foreach (var handle in handles.Skip(skip))
        {
            var parameter = assembly.Reader.GetGenericParameter(handle);
            var constraints = Of(assembly, parameter, scope, context);
            if (constraints.Count > 0)
            {
                text.Append(" where ").Append(assembly.Text(parameter.Name)).Append(" : ").AppendJoin(", ", constraints);
            }
        }

        return text.ToString();
    }

    private static List<string> Of(AssemblyMetadata assembly, GenericParameter parameter, GenericScope scope, byte context)
    {
        var attributes = assembly.Attributes(parameter.GetCustomAttributes());
        var nullable = attributes.Nullable is [var flag] ? flag : context;
        var isStruct = parameter.Attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        var result = new List<string>();
        if (parameter.Attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            result.Add(nullable == Annotated ? "class?" : "class");
        }
        else if (isStruct)
        {
            result.Add(attributes.IsUnmanaged ? "unmanaged" : "struct");
        }

        var types = new List<string>();
        foreach (var handle in parameter.GetConstraints())
        {
            assembly.Budget.Spend();
            var constraint = assembly.Reader.GetGenericParameterConstraint(handle);
            var type = assembly.Provider.Resolve(assembly.Reader, constraint.Type, scope).Strip("", out _);
            if (type is not TypeNode.Named { Namespace: "System", Path: ["ValueType"] })
            {
                types.Add(TypeText.Write(type, assembly.Attributes(constraint.GetCustomAttributes()), context));
            }
        }

        if (result.Count == 0 && types.Count == 0 && nullable == NotNull)
        {
            result.Add("notnull");
        }

        result.AddRange(types);
        if (!isStruct && parameter.Attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            result.Add("new()");
        }

        if (parameter.Attributes.HasFlag(GenericParameterAttributes.AllowByRefLike))
        {
            result.Add("allows ref struct");
        }

        return result;
    }
}
