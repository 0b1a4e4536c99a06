using Npgsql.Internal;
using Npgsql.Internal.Postgres;

namespace Pgvector.Npgsql;

/// <summary>Tells Npgsql how <c>vector</c> and <c>vector[]</c> are carried.</summary>
internal sealed class VectorTypeInfoResolverFactory : PgTypeInfoResolverFactory
{
    private const string TypeName = "vector";

    public override IPgTypeInfoResolver CreateResolver() => new Resolver(Scalar());

    public override IPgTypeInfoResolver CreateArrayResolver()
    {
        var arrays = new TypeInfoMappingCollection(Scalar());
        arrays.AddArrayType<Vector>(TypeName);
        return new Resolver(arrays);
    }

    private static TypeInfoMappingCollection Scalar()
    {
        var mappings = new TypeInfoMappingCollection();
        mappings.AddType<Vector>(
            TypeName, static (options, mapping, _) => mapping.CreateInfo(options, new VectorConverter()), isDefault: true);
        return mappings;
    }

    private sealed class Resolver(TypeInfoMappingCollection mappings) : IPgTypeInfoResolver
    {
        public PgTypeInfo? GetTypeInfo(Type? type, DataTypeName? dataTypeName, PgSerializerOptions options) =>
            mappings.Find(type, dataTypeName, options);
    }
}
