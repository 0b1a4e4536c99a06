using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>
/// Reads the API of an assembly from its metadata alone: no type is loaded, nothing it references is needed. What is malformed is left out, be it a
/// member or the whole file.
/// </summary>
internal static class AssemblyReader
{
    /// <summary>Rows and texts looked at. The framework's own largest assembly needs a tenth.</summary>
    private const long Steps = 8_000_000;

    /// <summary>The maps from types to their properties and events are searched row by row for each type.</summary>
    private const long MaxMapRows = 400_000_000;

    /// <summary>Beyond what <see cref="SnippetLimits.Count"/> keeps.</summary>
    private const int MaxSymbols = 2 * SnippetLimits.Count;

    /// <summary>Types first, in the order of the metadata, then members in that of their types.</summary>
    public static IReadOnlyList<ApiSymbol> Read(byte[] image)
    {
        var types = new List<ApiSymbol>();
        var members = new List<ApiSymbol>();
        var budget = new ReadingBudget(Steps);
        Try(() =>
        {
            using var file = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(image));
            if (!file.HasMetadata)
            {
                return;
            }

            var reader = file.GetMetadataReader();
            var rows = (long)reader.GetTableRowCount(TableIndex.PropertyMap) + reader.GetTableRowCount(TableIndex.EventMap);
            if (reader.TypeDefinitions.Count * rows > MaxMapRows)
            {
                return;
            }

            var assembly = new AssemblyMetadata(reader, budget);
            foreach (var handle in reader.TypeDefinitions)
            {
                if (budget.IsSpent || types.Count + members.Count > MaxSymbols)
                {
                    return;
                }

                Try(() => ReadType(assembly, handle, types, members));
            }
        });
        return [.. types, .. members];
    }

    private static void ReadType(AssemblyMetadata assembly, TypeDefinitionHandle handle, List<ApiSymbol> types, List<ApiSymbol> members)
    {
        if (assembly.Type(handle) is not { } type)
        {
            return;
        }

        types.Add(TypeReader.Read(assembly, type));
        if (type.Kind is ApiTypeKind.Enum or ApiTypeKind.Delegate)
        {
            return;
        }

        var reader = assembly.Reader;
        var accessors = new HashSet<MethodDefinitionHandle>();
        foreach (var property in type.Definition.GetProperties())
        {
            Add(assembly, members, () =>
            {
                var definition = reader.GetPropertyDefinition(property);
                var both = definition.GetAccessors();
                accessors.Add(both.Getter);
                accessors.Add(both.Setter);
                return PropertyReader.Read(assembly, type, definition);
            });
        }

        foreach (var declared in type.Definition.GetEvents())
        {
            Add(assembly, members, () =>
            {
                var definition = reader.GetEventDefinition(declared);
                var all = definition.GetAccessors();
                accessors.UnionWith([all.Adder, all.Remover, all.Raiser]);
                return PropertyReader.Read(assembly, type, definition);
            });
        }

        foreach (var field in type.Definition.GetFields())
        {
            Add(assembly, members, () => FieldReader.Read(assembly, type, reader.GetFieldDefinition(field)));
        }

        foreach (var method in type.Definition.GetMethods())
        {
            Add(assembly, members, () => accessors.Contains(method) ? null : MethodReader.Read(assembly, type, reader.GetMethodDefinition(method)));
        }
    }

    private static void Add(AssemblyMetadata assembly, List<ApiSymbol> members, Func<ApiSymbol?> read)
    {
        // Outside of the guard: without a budget the whole type ends.
        assembly.Budget.Spend();
        Try(() =>
        {
            if (read() is { Declaration.Length: <= SnippetLimits.Code } symbol)
            {
                members.Add(symbol);
            }
        });
    }

    /// <summary>The library reports malformed metadata in these ways, depending on where it meets them.</summary>
    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (Exception exception) when (exception is MetadataException or BadImageFormatException or InvalidOperationException or ArgumentException
            or OverflowException
            or InvalidCastException or IndexOutOfRangeException or IOException or NotSupportedException)
        {
            // A type or member that cannot be read is no API.
        }
    }
}
