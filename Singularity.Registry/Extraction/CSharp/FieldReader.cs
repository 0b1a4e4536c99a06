using System.Reflection;
using System.Reflection.Metadata;
using System.Text;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Declares fields, constants and the members of enumerations.</summary>
internal static class FieldReader
{
    private const string Volatile = "System.Runtime.CompilerServices.IsVolatile";
    private const int MaxEnumMembers = 512;

    /// <summary>Null for what is not part of the API.</summary>
    public static ApiSymbol? Read(AssemblyMetadata assembly, ApiType type, FieldDefinition field)
    {
        var name = assembly.Text(field.Name);
        if (MemberModifiers.Access(field.Attributes, type) is not { } access || field.Attributes.HasFlag(FieldAttributes.SpecialName) || !TypeNames.IsSpeakable(name))
        {
            return null;
        }

        var attributes = assembly.Attributes(field.GetCustomAttributes());
        if (attributes.IsHidden)
        {
            return null;
        }

        assembly.Provider.Begin(assembly.Reader, field.Signature);
        var node = field.DecodeSignature(assembly.Provider, new GenericScope(type.Parameters, [])).Strip(Volatile, out var isVolatile);
        var value = attributes.Decimal is { } number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) + "m"
            : ConstantText.Read(assembly.Reader, field.GetDefaultValue(), node);
        var isConstant = value is not null;
        var modifiers = isConstant ? "const "
            : (field.Attributes.HasFlag(FieldAttributes.Static) ? "static " : "") + (attributes.IsRequired ? "required " : "")
                + (field.Attributes.HasFlag(FieldAttributes.InitOnly) ? "readonly " : "") + (isVolatile ? "volatile " : "");
        var text = string.Concat(attributes.Lines.Select(static l => l + "\n"))
            + $"{access} {modifiers}{ParameterText.Returned(node, attributes, type.NullableContext)} {TypeNames.Escape(name)}{(isConstant ? $" = {value}" : "")};";
        return new ApiSymbol($"{type.Name}.{name}", text, $"F:{type.Id}.{name}", IsType: false);
    }

    /// <summary>The body of an enumeration, and its underlying type when that is not int.</summary>
    public static (string Underlying, string Body) Enumeration(AssemblyMetadata assembly, ApiType type)
    {
        var underlying = "";
        var body = new StringBuilder("\n{\n");
        var members = 0;
        foreach (var handle in type.Definition.GetFields())
        {
            var field = assembly.Reader.GetFieldDefinition(handle);
            var name = assembly.Text(field.Name);
            if (field.Attributes.HasFlag(FieldAttributes.SpecialName))
            {
                assembly.Provider.Begin(assembly.Reader, field.Signature);
                underlying = field.DecodeSignature(assembly.Provider, new GenericScope([], [])) is TypeNode.Primitive { Keyword: not "int" } primitive ? $" : {primitive.Keyword}" : "";
            }
            else if (TypeNames.IsSpeakable(name) && members++ < MaxEnumMembers)
            {
                var attributes = assembly.Attributes(field.GetCustomAttributes());
                foreach (var line in attributes.Lines)
                {
                    body.Append("    ").Append(line).Append('\n');
                }

                var value = ConstantText.Read(assembly.Reader, field.GetDefaultValue(), new TypeNode.Primitive("int", "Int32", IsReference: false));
                body.Append("    ").Append(TypeNames.Escape(name)).Append(value is null ? "" : $" = {value}").Append(",\n");
            }
        }

        return (underlying, body.Append(members > MaxEnumMembers ? $"    // and {members - MaxEnumMembers} more\n}}" : "}").ToString());
    }
}
