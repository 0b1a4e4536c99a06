using System.Reflection;
using System.Reflection.Metadata;
using System.Text;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Declares types, without their members except those of enumerations.</summary>
internal static class TypeReader
{
    private const int MaxInterfaces = 64;

    public static ApiSymbol Read(AssemblyMetadata assembly, ApiType type)
    {
        var definition = type.Definition;
        var scope = new GenericScope(type.Parameters, []);
        var outer = definition.GetDeclaringType() is { IsNil: false } handle ? assembly.Type(handle)?.Parameters.Count ?? 0 : 0;
        var name = TypeNames.Escape(type.SimpleName) + GenericText.List(assembly, definition.GetGenericParameters(), outer);
        var text = new StringBuilder();
        foreach (var line in type.Attributes.Lines)
        {
            text.Append(line).Append('\n');
        }

        text.Append((definition.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.NestedFamily => "protected ",
            TypeAttributes.NestedFamORAssem => "protected internal ",
            _ => "public ",
        });
        var constraints = GenericText.Constraints(assembly, definition.GetGenericParameters(), outer, scope, type.NullableContext);
        switch (type.Kind)
        {
            case ApiTypeKind.Delegate:
                text.Append(MethodReader.Delegate(assembly, type, name)).Append(constraints).Append(';');
                break;
            case ApiTypeKind.Enum:
                var (underlying, body) = FieldReader.Enumeration(assembly, type);
                text.Append("enum ").Append(name).Append(underlying).Append(body);
                break;
            default:
                text.Append(Modifiers(type)).Append(name).Append(Bases(assembly, type, scope)).Append(constraints);
                break;
        }

        return new ApiSymbol(type.Name, text.ToString(), $"T:{type.Id}", IsType: true);
    }

    private static string Modifiers(ApiType type)
    {
        var isStruct = (type.Attributes.IsReadOnly ? "readonly " : "") + (type.Attributes.IsByRefLike ? "ref " : "");
        var inheritance = type.IsStatic ? "static "
            : type.Definition.Attributes.HasFlag(TypeAttributes.Abstract) ? "abstract "
            : type.IsSealed ? "sealed "
            : "";
        return type.Kind switch
        {
            ApiTypeKind.Interface => "interface ",
            ApiTypeKind.Struct => isStruct + "struct ",
            ApiTypeKind.RecordStruct => isStruct + "record struct ",
            ApiTypeKind.Record => inheritance + "record ",
            _ => inheritance + "class ",
        };
    }

    private static string Bases(AssemblyMetadata assembly, ApiType type, GenericScope scope)
    {
        var bases = new List<string>();
        if (type.Kind is ApiTypeKind.Class or ApiTypeKind.Record && !type.Definition.BaseType.IsNil && IsVisible(assembly, type.Definition.BaseType))
        {
            var parent = assembly.Provider.Resolve(assembly.Reader, type.Definition.BaseType, scope);
            if (parent is not TypeNode.Named { Namespace: "System", Path: ["Object"] })
            {
                bases.Add(TypeText.Write(parent, type.Attributes, context: 0));
            }
        }

        foreach (var handle in type.Definition.GetInterfaceImplementations().Take(MaxInterfaces))
        {
            assembly.Budget.Spend();
            var implementation = assembly.Reader.GetInterfaceImplementation(handle);
            if (!IsVisible(assembly, implementation.Interface))
            {
                continue;
            }

            var node = assembly.Provider.Resolve(assembly.Reader, implementation.Interface, scope);
            if (!(type.Kind is ApiTypeKind.Record or ApiTypeKind.RecordStruct && node is TypeNode.Named { Namespace: "System", Path: ["IEquatable`1"] }))
            {
                bases.Add(TypeText.Write(node, assembly.Attributes(implementation.GetCustomAttributes()), type.NullableContext));
            }
        }

        return bases.Count == 0 ? "" : " : " + string.Join(", ", bases);
    }

    /// <summary>Types of other assemblies are taken for visible: this one could not have exposed them otherwise.</summary>
    private static bool IsVisible(AssemblyMetadata assembly, EntityHandle handle) =>
        handle.Kind != HandleKind.TypeDefinition || assembly.Type((TypeDefinitionHandle)handle) is not null;
}
