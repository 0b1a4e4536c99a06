using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Singularity.Registry.Advisories.Stores;
using Singularity.Registry.Storage;
using Singularity.Registry.Storage.Embedded;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Advisories.Stores;

public sealed class EmbeddedAdvisoriesTests : AdvisoryStoreTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private EmbeddedDatabase? _database;

    public void Dispose()
    {
        _database?.Dispose();
        _folder.Dispose();
    }

    internal override Task<(IAdvisoryStore Advisories, IPackageStore Packages)> OpenAsync()
    {
        _database = new EmbeddedDatabase(
            Options.Create(new EmbeddedOptions { File = Path.Combine(_folder.Path, "cache.db") }), TimeProvider.System, NullLogger<EmbeddedDatabase>.Instance);
        return Task.FromResult<(IAdvisoryStore, IPackageStore)>((new EmbeddedAdvisories(_database), new EmbeddedStore(_database)));
    }
}
