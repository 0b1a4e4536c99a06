using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Aspire.Npgsql;

/// <summary>Registers a data source once per key, with connections from it, also under the base types.</summary>
internal static class DataSourceServices
{
    public static void AddDataSource(this IServiceCollection services, object? key, Func<IServiceProvider, NpgsqlDataSource> create)
    {
        services.TryAdd(Describe<NpgsqlDataSource>(key, ServiceLifetime.Singleton, create));
        services.TryAdd(Describe<DbDataSource>(key, ServiceLifetime.Singleton, provider => Find<NpgsqlDataSource>(provider, key)));
        services.TryAdd(Describe(key, ServiceLifetime.Transient, provider => Find<NpgsqlDataSource>(provider, key).CreateConnection()));
        services.TryAdd(Describe<DbConnection>(key, ServiceLifetime.Transient, provider => Find<NpgsqlConnection>(provider, key)));
    }

    public static T Find<T>(IServiceProvider provider, object? key)
        where T : notnull =>
        key is null ? provider.GetRequiredService<T>() : provider.GetRequiredKeyedService<T>(key);

    public static NpgsqlDataSource Build(IServiceProvider provider, string? connectionString, Action<NpgsqlDataSourceBuilder> configure)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.UseLoggerFactory(provider.GetService<ILoggerFactory>());
        configure(builder);
        return builder.Build();
    }

    private static ServiceDescriptor Describe<T>(object? key, ServiceLifetime lifetime, Func<IServiceProvider, T> create)
        where T : class =>
        new(typeof(T), key, (provider, _) => create(provider), lifetime);
}
