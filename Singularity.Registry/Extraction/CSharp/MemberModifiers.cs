using System.Reflection;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Words before a member.</summary>
internal static class MemberModifiers
{
    /// <summary>Null when only the assembly itself sees it. A protected member of a sealed type cannot be used by anybody.</summary>
    public static string? Access(MethodAttributes attributes, ApiType type) => (attributes & MethodAttributes.MemberAccessMask) switch
    {
        MethodAttributes.Public => "public",
        MethodAttributes.Family when !type.IsSealed => "protected",
        MethodAttributes.FamORAssem when !type.IsSealed => "protected internal",
        _ => null,
    };

    /// <inheritdoc cref="Access(MethodAttributes, ApiType)"/>
    public static string? Access(FieldAttributes attributes, ApiType type) => (attributes & FieldAttributes.FieldAccessMask) switch
    {
        FieldAttributes.Public => "public",
        FieldAttributes.Family when !type.IsSealed => "protected",
        FieldAttributes.FamORAssem when !type.IsSealed => "protected internal",
        _ => null,
    };

    /// <summary>Access and inheritance, each followed by a blank. In an interface what is usual there is left out.</summary>
    public static string Write(string access, MethodAttributes attributes, ApiType type)
    {
        var isStatic = attributes.HasFlag(MethodAttributes.Static) ? "static " : "";
        if (type.IsInterface)
        {
            var inherited = !attributes.HasFlag(MethodAttributes.Static) ? ""
                : attributes.HasFlag(MethodAttributes.Abstract) ? "abstract "
                : attributes.HasFlag(MethodAttributes.Virtual) ? "virtual "
                : "";
            return (access == "public" ? "" : access + " ") + isStatic + inherited;
        }

        var isNew = attributes.HasFlag(MethodAttributes.NewSlot);
        var inheritance =
            !attributes.HasFlag(MethodAttributes.Virtual) ? ""
            : attributes.HasFlag(MethodAttributes.Abstract) ? isNew ? "abstract " : "abstract override "
            : attributes.HasFlag(MethodAttributes.Final) ? isNew ? "" : "sealed override "
            : isNew ? "virtual "
            : "override ";
        return $"{access} {isStatic}{inheritance}";
    }
}
