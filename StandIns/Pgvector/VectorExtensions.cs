using Npgsql.TypeMapping;
using Pgvector.Npgsql;

namespace Npgsql;

public static class VectorExtensions
{
    /// <summary>Lets parameters, results and COPY carry <see cref="Pgvector.Vector"/>. The server needs the extension <c>vector</c>.</summary>
    public static INpgsqlTypeMapper UseVector(this INpgsqlTypeMapper mapper)
    {
        ArgumentNullException.ThrowIfNull(mapper);
        mapper.AddTypeInfoResolverFactory(new VectorTypeInfoResolverFactory());
        return mapper;
    }
}
